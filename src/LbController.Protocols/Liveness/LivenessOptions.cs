namespace LbController.Protocols.Liveness;

/// <summary>How often speakers are told that we live, and after which silence one counts as dead.</summary>
/// <param name="Interval">Between two heartbeats on a link.</param>
/// <param name="Timeout">The silence that means death; several intervals, so that single losses do no harm.</param>
public sealed record LivenessOptions(TimeSpan Interval, TimeSpan Timeout)
{
    public static readonly LivenessOptions Default = new(TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(280));

    /// <summary>From this silence on an owner is asked whether it lives: one heartbeat is missing.</summary>
    public TimeSpan SuspectAfter => Interval * 1.25;

    /// <summary>Between two times of asking.</summary>
    public TimeSpan AskEvery => Interval / 4;

    /// <summary>However often others ask, heartbeats leave no faster than this.</summary>
    public TimeSpan LeastGap => Interval / 6;

    /// <summary>After the watches are in sync, or after a pause of the process, how long others get to make themselves heard.</summary>
    public TimeSpan Listening => Interval * 3;
}
