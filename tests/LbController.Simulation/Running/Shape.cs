using LbController.Protocols.Liveness;

namespace LbController.Simulation.Running;

/// <summary>How many of each there are.</summary>
public sealed record Shape(int Nodes = 3, int Routers = 1, int Controllers = 1, int Clients = 2)
{
    private static readonly LivenessOptions Slow = new(LivenessOptions.Default.Interval * 4, LivenessOptions.Default.Timeout * 4);

    /// <summary>Heartbeats at a quarter of the pace, and all bounds that depend on it four times as long: cheaper to run.</summary>
    public bool HasSlowHearts { get; init; }

    /// <summary>How long the controller passes over an address that became free; zero: not at all.</summary>
    public TimeSpan CoolDown { get; init; }

    /// <summary>Between two unasked announcements while an address stays; zero: none.</summary>
    public TimeSpan Refresh { get; init; }

    /// <summary>Speakers offer graceful restart; so they do where paths are watched.</summary>
    public bool IsGraceful { get; init; }

    /// <summary>Routers and speakers watch the way to each other by BFD, and speakers offer graceful restart.</summary>
    public bool HasPaths { get; init; }

    public LivenessOptions Liveness => HasSlowHearts ? Slow : LivenessOptions.Default;
}
