using LbController.Engine.Recording;
using LbController.Engine.Commands;
using LbController.Lab.Processes;
using static LbController.Interop.Tests.Lab.LabFixture;

namespace LbController.Interop.Tests.Lab;

/// <summary>What the chart's own Pods record is played anew by <c>kubectl lb replay</c>, and gives the same decisions.</summary>
[Collection(LabCollection.Name)]
public sealed class FlightRecorderTests(LabFixture fixture)
{
    [Theory]
    [InlineData("controller")]
    [InlineData("speaker-n1")]
    [InlineData("speaker-n2")]
    public async Task A_program_that_gets_SIGUSR1_writes_what_it_did_and_the_replay_decides_the_same(string alias)
    {
        await fixture.OwnerAsync("web-l2");
        var pid = (await File.ReadAllTextAsync(Path.Combine(fixture.Lab.Record.Folder, alias + ".pid"), Cancel)).Trim();
        await Tool.RunAsync("kill", ["-USR1", pid], Cancel);
        var file = await Eventually.ValueAsync(() => Task.FromResult(Recordings().FirstOrDefault(file => Reads(file, alias))), Patience, "the recording is written", Cancel);

        var recording = RecordingText.Read(File.ReadLines(file));
        Assert.Equal((0, "asked"), (recording.Forgotten, recording.Occasion));
        Assert.Contains(recording.Steps.SelectMany(step => step.Commands), command => command is Command.WriteServiceStatus or NetworkCommand.SendDatagram);
        var replayed = await Tool.TryRunAsync(Path.Combine(AppContext.BaseDirectory, "kubectl-lb"), ["replay", file, "-o", "json"], Cancel);
        Assert.True(replayed.ExitCode == 0, replayed.Output[Math.Max(0, replayed.Output.IndexOf("\"differences\"", StringComparison.Ordinal))..]);
        Assert.Contains("\"differences\": []", replayed.Output, StringComparison.Ordinal);
    }

    private string[] Recordings() => Directory.GetFiles(Path.Combine(fixture.Lab.Record.Folder, "pods"), "recording-asked.jsonl", SearchOption.AllDirectories);

    private static bool Reads(string file, string alias) => RecordingText.Read(File.ReadLines(file).Take(1)).Speaker?.NodeName is { } node ? alias == $"speaker-{node}" : alias == "controller";
}
