using LbController.Core;
using LbController.Engine.Commands;
using LbController.Engine.Recording.Json;

namespace LbController.Engine.Recording;

/// <summary>Plays a recording to a fresh reactor and compares what it wants with what was wanted then.</summary>
public static class Replay
{
    /// <summary>Ends early when the reactor breaks.</summary>
    public static IEnumerable<ReplayedStep> Run(FlightRecording recording)
    {
        var reactor = recording.NewReactor();
        if (recording.Before.Count > 0 && recording.Steps.Count > 0)
        {
            // What the forgotten steps led to is not compared.
            reactor.Step(recording.Before, recording.Steps[0].At);
        }

        foreach (var step in recording.Steps)
        {
            var played = Play(reactor, step);
            yield return played;
            if (played.Defect.Length > 0)
            {
                yield break;
            }
        }
    }

    /// <summary>A command as one line of text that shows everything in it; equal commands have equal ones.</summary>
    public static string TextOf(Command command) => RecordingJson.Write(command);

    private static ReplayedStep Play(IReactor reactor, RecordedStep step)
    {
        try
        {
            var commands = reactor.Step(step.Facts, step.At).Commands;
            var then = step.Commands.Select(TextOf).ToList();
            var now = commands.Select(TextOf).ToList();
            return new ReplayedStep(step, commands, Without(step.Commands, now), Without(commands, then), "");
        }
        catch (InvariantException broken)
        {
            return new ReplayedStep(step, [], [], [], broken.Message);
        }
    }

    private static List<Command> Without(IReadOnlyList<Command> commands, IReadOnlyList<string> others)
    {
        var left = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var other in others)
        {
            left[other] = left.GetValueOrDefault(other) + 1;
        }

        return [.. commands.Where(command => IsLeftOver(TextOf(command)))];

        bool IsLeftOver(string text) => left.GetValueOrDefault(text) is var count && (left[text] = count - 1) < 0;
    }
}
