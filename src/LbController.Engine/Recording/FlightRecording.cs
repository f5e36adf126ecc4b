using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;

namespace LbController.Engine.Recording;

/// <summary>What went into a reactor and what came out of it. One of <see cref="Controller"/> and <see cref="Speaker"/> is there: what the role was told at its start.</summary>
public sealed record FlightRecording
{
    /// <summary>The program that recorded.</summary>
    public string Version { get; init; } = "";

    /// <summary>Why it was written down.</summary>
    public string Occasion { get; init; } = "";

    public ControllerOptions? Controller { get; init; }

    public SpeakerOptions? Speaker { get; init; }

    /// <summary>Steps older than those kept.</summary>
    public long Forgotten { get; init; }

    /// <summary>How the world looked to the reactor before the first step kept; empty when nothing is forgotten.</summary>
    public IReadOnlyList<Fact> Before { get; init; } = [];

    public IReadOnlyList<RecordedStep> Steps { get; init; } = [];

    /// <summary>A fresh reactor like the one that was recorded.</summary>
    public IReactor NewReactor() => Speaker is { } speaker ? new SpeakerReactor(speaker) : new ControllerReactor(Controller ?? new ControllerOptions(null, ""));
}
