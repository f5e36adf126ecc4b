using LbController.Interop.Tests.Lab;
using LbController.Lab.Processes;
using static LbController.Interop.Tests.Lab.LabFixture;

namespace LbController.Interop.Tests.L2;

/// <summary>The API server does not answer: owners go on, fail over, and start from the last state on disk.</summary>
[Collection(L2Collection.Name)]
public sealed class WithoutApiServerTests(L2Fixture fixture)
{
    [Fact]
    [Trait("speed", "long")]
    public async Task Owners_go_on_fail_over_and_start_again_without_an_API_server_and_nothing_flaps_when_it_returns()
    {
        var owner = await fixture.OwnerAsync();
        await Eventually.TrueAsync(() => Task.FromResult(fixture.Lab.Plan.Nodes.All(node => File.Exists(StateOf(node.Name)))), Patience, "the last state is on disk", Cancel);
        var server = fixture.Lab.Record.Content.Processes.Single(process => process.Name == "apiserver");
        await L2Fixture.SignalAsync(server, "STOP");
        try
        {
            // An owner that dies is followed; then every speaker starts anew, from disk.
            await fixture.Lab.Processes.StopAsync(fixture.Speaker(owner), kill: true, Cancel);
            await Eventually.TrueAsync(async () => await fixture.AnswerersAsync() is [var other] && other != owner, TimeSpan.FromSeconds(10), "another answers", Cancel);
            foreach (var node in fixture.Lab.Plan.Nodes.Where(node => node != owner))
            {
                await fixture.Lab.Processes.StopAsync(fixture.Speaker(node), kill: true, Cancel);
            }

            Assert.Empty(await fixture.AnswerersAsync());
            foreach (var node in fixture.Lab.Plan.Nodes)
            {
                fixture.Lab.StartSpeaker(node);
            }

            await fixture.OwnerAsync();
        }
        finally
        {
            await L2Fixture.SignalAsync(server, "CONT");
        }

        using (var probes = await fixture.ProbeAsync())
        {
            var mark = probes.Mark;
            await fixture.Lab.DaemonsReadyAsync(Cancel);
            await fixture.ConditionAsync("web", "Announced");
            Assert.Equal(0, probes.Lost(mark));
        }

        await fixture.OwnerAsync();
    }

    private string StateOf(string node) => Path.Combine(fixture.Lab.Record.Folder, "state-" + node, "last-state");
}
