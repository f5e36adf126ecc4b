using LbController.Protocols.Liveness;

namespace LbController.Engine.Speaker;

/// <summary>What a speaker is told at its start.</summary>
/// <param name="NodeName">The node it runs on.</param>
/// <param name="LoadBalancerClass">The class served; null: Services without a class.</param>
/// <param name="IgnoreExcludeLabel">Announce also from nodes that carry the exclude label.</param>
/// <param name="LivenessKey">The key that authenticates speakers to each other; null: they do not watch each other.</param>
/// <param name="Epoch">Tells this run of the process from earlier ones: larger than theirs.</param>
public sealed record SpeakerOptions(
    string NodeName,
    string? LoadBalancerClass,
    bool IgnoreExcludeLabel,
    ReadOnlyMemory<byte>? LivenessKey,
    ulong Epoch)
{
    /// <summary>Whether a cordoned node hands over as if it were drained.</summary>
    public bool CordonDrains { get; init; }

    /// <summary>The port on which routers may open sessions, too; 0: only this node dials.</summary>
    public int BgpListenPort { get; init; }

    /// <summary>How often speakers say that they live, and how long silence is death; the same for all of a cluster.</summary>
    public LivenessOptions Liveness { get; init; } = LivenessOptions.Default;

    /// <summary>How often the wire is asked before an address that is new is answered; 0: not at all.</summary>
    public int Probes { get; init; } = 3;

    /// <summary>Between two checks by another speaker of who answers for an address; zero: none.</summary>
    public TimeSpan CheckAnswersEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an address is announced unasked when it is taken over; at least 1.</summary>
    public int GratuitousBurst { get; init; } = 5;

    /// <summary>Between two unasked announcements while an address stays; zero: none.</summary>
    public TimeSpan GratuitousRefresh { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the same nodes must have been there before addresses move for balance or preference.</summary>
    public TimeSpan RebalanceAfter { get; init; } = TimeSpan.FromSeconds(30);
}
