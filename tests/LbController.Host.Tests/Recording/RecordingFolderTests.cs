using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Recording;
using LbController.Host.Health;
using LbController.Host.Recording;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Host.Tests.Recording;

public sealed class RecordingFolderTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"recordings-{Guid.NewGuid():N}");
    private readonly FlightRecorder recorder = new(new FlightRecording { Controller = new ControllerOptions(null, "lb") });

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_probe_that_first_finds_an_ill_process_writes_the_recording_once()
    {
        var recordings = Folder();
        var pause = TimeSpan.FromSeconds(31);
        var written = 0;
        var health = new HealthState { SinceLastTurn = () => pause, FallenIll = () => { written++; recordings.Write(RecordingFolder.Unhealthy); } };
        recorder.Add(TimeSpan.FromSeconds(1), [new Fact.InSync()], []);
        Assert.Equal("the loop has not turned for 31 s", health.Look());
        health.Look();
        Assert.Equal(1, written);

        var read = RecordingText.Read(File.ReadLines(recordings.Find(RecordingFolder.Unhealthy)!));
        Assert.Equal(("unhealthy", 1), (read.Occasion, read.Steps.Count));
        pause = TimeSpan.Zero;
        Assert.Equal("", health.Look());
        pause = TimeSpan.FromSeconds(40);
        health.Look();
        Assert.Equal(2, written);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("asked")]
    public void There_is_no_file_of_an_occasion_that_was_none(string occasion) => Assert.Null(Folder().Find(occasion));

    [Fact]
    public void A_folder_that_cannot_be_written_to_harms_nothing()
    {
        File.WriteAllText(folder + ".file", "");
        new RecordingFolder(recorder, folder + ".file", NullLogger<RecordingFolder>.Instance).Write(RecordingFolder.Asked);
        File.Delete(folder + ".file");
    }

    private RecordingFolder Folder() => new(recorder, folder, NullLogger<RecordingFolder>.Instance);
}
