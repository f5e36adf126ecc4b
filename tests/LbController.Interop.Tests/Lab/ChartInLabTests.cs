using System.Net;
using LbController.Lab.Demo;
using LbController.Lab.Processes;
using static LbController.Interop.Tests.Lab.LabFixture;

namespace LbController.Interop.Tests.Lab;

/// <summary>The chart's own Pods, run with its arguments, rights, probes and limits.</summary>
[Collection(LabCollection.Name)]
public sealed class ChartInLabTests(LabFixture fixture)
{
    [Fact]
    public async Task No_request_of_the_programs_is_denied()
    {
        await fixture.OwnerAsync("web-l2");
        Assert.NotEmpty(await File.ReadAllLinesAsync(fixture.Lab.Record.AuditFile, Cancel));
        Assert.DoesNotContain(
            await File.ReadAllLinesAsync(fixture.Lab.Record.AuditFile, Cancel),
            line => line.Contains("\"allowed\":false", StringComparison.Ordinal) && !line.Contains("-test\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_chart_s_own_test_finds_the_programs_well()
    {
        try
        {
            Assert.Contains("Succeeded", await fixture.Lab.Chart.HelmAsync(["test", "lb-controller", "--timeout", "60s"], Cancel), StringComparison.Ordinal);
        }
        catch (LabException failed)
        {
            Assert.Fail($"{failed.Message}\n{await File.ReadAllTextAsync(Path.Combine(fixture.Lab.Record.Folder, "test.log"), Cancel)}");
        }
    }

    [Fact]
    public async Task Probes_do_not_fail_while_an_upgrade_replaces_every_speaker()
    {
        var address = await fixture.AddressOfAsync("web-l2");
        await fixture.OwnerAsync("web-l2");
        await using var probe = new PageProbe(fixture.Lab.Plan.LanClient, new IPEndPoint(IPAddress.Parse(address), 80));
        await Eventually.TrueAsync(() => Task.FromResult(probe.Silence < TimeSpan.FromMilliseconds(50)), Patience, "answers", Cancel);
        await fixture.Lab.Chart.ApplyAsync("speaker.podAnnotations.upgraded=yes,speaker.minReadySeconds=2", Cancel);
        await fixture.Lab.Chart.ReadyAsync(Cancel);
        Assert.InRange(probe.LongestOutage, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }
}
