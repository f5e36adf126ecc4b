namespace LbController.Engine.Leading;

/// <summary>The times of the election; the defaults are those of Kubernetes' own components.</summary>
public sealed record LeaseOptions
{
    /// <summary>A holder that was not seen to renew for this long has lost the lease.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A leader that could not renew for this long stops; shorter than <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause between two tries, of the leader and of those that wait; shorter than <see cref="RenewDeadline"/>.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);
}
