namespace LbController.Engine.Controller;

/// <summary>What a controller is told at its start.</summary>
/// <param name="LoadBalancerClass">Only Services of exactly this class; null: only those without a class.</param>
/// <param name="Namespace">Where the configuration lives; objects of other namespaces are passed over.</param>
public sealed record ControllerOptions(string? LoadBalancerClass, string Namespace)
{
    /// <summary>Several replicas may run: nothing is written before <see cref="Facts.Fact.Leadership"/> says so, nor after it ends.</summary>
    public bool ElectsLeader { get; init; }

    /// <summary>How long a freed address is passed over while others are free; zero: not at all.</summary>
    public TimeSpan AddressCoolDown { get; init; }

    /// <summary>Only Services that say so share an address with Services of other namespaces.</summary>
    public bool SharingNeedsConsent { get; init; }
}
