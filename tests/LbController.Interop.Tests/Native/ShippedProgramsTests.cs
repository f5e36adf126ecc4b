using System.Text.Json.Nodes;
using LbController.Interop.Tests.Lab;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Native;

/// <summary>What ships is compiled ahead of time, unlike what the other tests run: this is about what that may break.</summary>
[Collection(LabCollection.Name)]
[Trait("speed", "long")]
public sealed class ShippedProgramsTests
{
    private static readonly string Published = Path.Combine(Programs.Root, "artifacts", "publish");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ShippedProgramsTests()
    {
        var isNative = Directory.Exists(Path.Combine(Published, "host")) && !File.Exists(Path.Combine(Published, "host", "lb-host.dll"));
        Assert.True(isNative, "there are no native programs: make native");
    }

    [Theory]
    [InlineData("host/lb-host", "controller")]
    [InlineData("host/lb-host", "speaker")]
    [InlineData("cli/kubectl-lb")]
    public async Task A_program_says_what_it_takes(string program, params string[] role)
    {
        var native = await Tool.TryRunAsync(Path.Combine(Published, program), [.. role, "--help"], Cancel);
        var compiledLate = await Tool.TryRunAsync(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(program)), [.. role, "--help"], Cancel);
        Assert.Equal((0, ""), (native.ExitCode, native.Error));
        Assert.Equal(compiledLate.Output, native.Output);
    }

    /// <summary>The samples hold every kind of fact, command and object, with every field.</summary>
    [Theory]
    [InlineData("controller")]
    [InlineData("speaker")]
    public async Task A_recording_is_read_and_shown_as_ever(string role)
    {
        string[] arguments = ["replay", Path.Combine(Programs.Root, "tests", "testdata", "recordings", $"{role}.jsonl"), "-o", "json"];
        var native = await Tool.TryRunAsync(Path.Combine(Published, "cli", "kubectl-lb"), arguments, Cancel);
        var compiledLate = await Tool.TryRunAsync(Path.Combine(AppContext.BaseDirectory, "kubectl-lb"), arguments, Cancel);
        Assert.Equal(compiledLate, native);
        Assert.NotNull(JsonNode.Parse(native.Output));
    }

    [Fact]
    public async Task The_main_job_is_done()
    {
        var report = Path.GetTempFileName();
        var demo = await Tool.TryRunAsync(Path.Combine(Published, "lab", "lb-lab"), ["demo", "--prefix", "lbs-", "--json", report], Cancel);
        Assert.True(demo.ExitCode == 0, demo.Output + demo.Error);
        Assert.True((bool)JsonNode.Parse(await File.ReadAllTextAsync(report, Cancel))!["ok"]!);
        File.Delete(report);
    }
}
