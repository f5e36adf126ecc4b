namespace LbController.Protocols.Liveness;

/// <summary>How often speakers are told that we live, and after which silence one counts as dead.</summary>
/// <param name="Interval">Between two heartbeats to a member.</param>
/// <param name="Timeout">The silence that means death; several intervals, so that single losses do no harm.</param>
public sealed record LivenessOptions(TimeSpan Interval, TimeSpan Timeout)
{
    public static readonly LivenessOptions Default = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400));
}
