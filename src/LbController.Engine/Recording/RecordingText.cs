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
        yield return RecordingJson.Write(new RecordingHead(Edition, masked with { Steps = [] }));
        foreach (var step in masked.Steps)
        {
            yield return RecordingJson.Write(step);
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
                    steps.Add(RecordingJson.Read<RecordedStep>(line)!);
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
        // Of a later edition no more is understood than this.
        using (var json = JsonDocument.Parse(line))
        {
            if (NumberAt(json.RootElement, nameof(RecordingHead.LbRecording)) is > Edition and var edition)
            {
                throw new FormatException($"the recording is of edition {edition}, this program reads {Edition}: take the kubectl-lb of {VersionOf(json.RootElement)}");
            }
        }

        return RecordingJson.Read<RecordingHead>(line) switch
        {
            { LbRecording: Edition, Recording: { } recording } when (recording.Speaker is null) != (recording.Controller is null) => recording,
            _ => throw new FormatException("line 1 does not say that this is a recording of a controller or a speaker"),
        };
    }

    private static int NumberAt(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out var number) ? number : 0;

    private static string VersionOf(JsonElement json) =>
        json.TryGetProperty(nameof(RecordingHead.Recording), out var recording)
        && recording.ValueKind == JsonValueKind.Object
        && recording.TryGetProperty(nameof(FlightRecording.Version), out var version) ? version.ToString() : "that time";
}
