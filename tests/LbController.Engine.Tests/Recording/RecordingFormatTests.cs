using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Recording;
using LbController.Engine.Speaker;

namespace LbController.Engine.Tests.Recording;

/// <summary>
/// What recordings look like on disk, with every kind and every field. <c>UPDATE_GOLDEN=1</c> writes the files anew: for new kinds and fields, not
/// for those that recordings already have.
/// </summary>
public sealed class RecordingFormatTests
{
    [Theory]
    [InlineData("controller")]
    [InlineData("speaker")]
    public void A_recording_is_written_as_ever_and_read_as_it_was(string role)
    {
        var file = Path.Combine(Root(), "tests", "testdata", "recordings", $"{role}.jsonl");
        var written = string.Join('\n', RecordingText.Write(Recording(role))) + '\n';
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, written);
        }

        Assert.DoesNotContain("{}", written, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(file), written);
        Assert.Equal(written, string.Join('\n', RecordingText.Write(RecordingText.Read(File.ReadLines(file)))) + '\n');
    }

    private static FlightRecording Recording(string role)
    {
        var samples = new Samples();
        Fact[] facts = [.. FactTypes.Facts.Select(type => (Fact)samples.Of(type)), .. FactTypes.Objects.Select(type => new Fact.Seen((SnapshotObject)samples.Of(type)))];
        return new FlightRecording
        {
            Version = "0.1.0",
            Occasion = "it was asked for",
            Controller = role == "controller" ? (ControllerOptions)samples.Of(typeof(ControllerOptions)) : null,
            Speaker = role == "speaker" ? (SpeakerOptions)samples.Of(typeof(SpeakerOptions)) : null,
            Forgotten = 7,
            Before = facts,
            Steps = [new RecordedStep(TimeSpan.FromSeconds(1), facts, [.. FactTypes.Commands.Select(type => (Command)samples.Of(type))])],
        };
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LbController.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
