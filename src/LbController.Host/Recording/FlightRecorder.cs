using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Recording;

namespace LbController.Host.Recording;

/// <summary>Keeps what last went into the reactor and came out of it, ready to be written down when something is wrong.</summary>
/// <param name="role">What the role was told at its start.</param>
internal sealed class FlightRecorder(FlightRecording role)
{
    private const int MostSteps = 8192;

    private const long MostBytes = 2 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly StepRing ring = new(MostSteps, MostBytes);

    public void Add(TimeSpan at, IReadOnlyList<Fact> facts, IReadOnlyList<Command> commands)
    {
        lock (gate)
        {
            ring.Add(new RecordedStep(at, facts, commands));
        }
    }

    /// <summary>All that is kept, secrets among it: <see cref="RecordingText.Write"/> takes them out.</summary>
    public FlightRecording Take(string occasion)
    {
        lock (gate)
        {
            return role with { Occasion = occasion, Forgotten = ring.Forgotten, Before = ring.Before, Steps = ring.Steps };
        }
    }
}
