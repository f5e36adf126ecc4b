using System.Text.Json;
using LbController.Engine.Recording.Json;

namespace LbController.Engine.Recording;

/// <summary>A recording as text: a line of JSON for all but the steps, then a line for each step. Secrets are taken out before anything is written.</summary>
public static class RecordingText
{
    /// <summary>Goes up when older programs could not read what newer ones write.</summary>
    public const int Edition = 1;

    /// <summary>The lines, one after the other, so that a long recording is never one long text.</summary>
    public static IEnumerable<string> Write(FlightRecording recording)
    {
        var masked = SecretMask.Apply(recording);
        yield return JsonSerializer.Serialize(new Head(Edition, masked with { Steps = [] }), RecordingJson.Format);
        foreach (var step in masked.Steps)
        {
            yield return JsonSerializer.Serialize(step, RecordingJson.Format);
        }
    }

    /// <exception cref="FormatException">The lines are no recording, or one that this program cannot read; says which line and why.</exception>
    public static FlightRecording Read(IEnumerable<string> lines)
    {
        FlightRecording? head = null;
        var steps = new List<RecordedStep>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            try
            {
                if (head is null)
                {
                    head = HeadOf(line);
                }
                else if (line.Length > 0)
                {
                    steps.Add(JsonSerializer.Deserialize<RecordedStep>(line, RecordingJson.Format)!);
                }
            }
            catch (Exception wrong) when (wrong is JsonException or NotSupportedException)
            {
                throw new FormatException($"line {number} is no part of a recording: {wrong.Message}", wrong);
            }
        }

        return head is null ? throw new FormatException("the file is empty") : head with { Steps = steps };
    }

    private static FlightRecording HeadOf(string line)
    {
        var head = JsonSerializer.Deserialize<Head>(line, RecordingJson.Format);
        return head switch
        {
            { LbRecording: Edition, Recording: { } recording } when (recording.Speaker is null) != (recording.Controller is null) => recording,
            { LbRecording: > Edition } => throw new FormatException($"the recording is of edition {head.LbRecording}, this program reads {Edition}: take the kubectl-lb of {head.Recording?.Version}"),
            _ => throw new FormatException("line 1 does not say that this is a recording of a controller or a speaker"),
        };
    }

    private sealed record Head(int LbRecording, FlightRecording? Recording);
}
