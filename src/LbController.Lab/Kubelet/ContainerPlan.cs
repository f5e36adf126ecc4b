namespace LbController.Lab.Kubelet;

/// <summary>Everything that a Pod says about its one container, resolved.</summary>
internal sealed record ContainerPlan
{
    public required IReadOnlyList<string> Command { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required IReadOnlyList<MountPlan> Mounts { get; init; }

    public required int User { get; init; }

    public required int Group { get; init; }

    /// <summary>The group that owns the volumes, on top of the container's own; null: none.</summary>
    public int? VolumeGroup { get; init; }

    /// <summary>In small letters without CAP_; what root keeps, others have none.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    public bool HasReadOnlyRoot { get; init; }

    public bool MayGainPrivileges { get; init; }

    public ProbePlan? Liveness { get; init; }

    public ProbePlan? Readiness { get; init; }

    public required TimeSpan Grace { get; init; }
}
