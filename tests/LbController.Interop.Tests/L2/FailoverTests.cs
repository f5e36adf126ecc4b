using LbController.Interop.Tests.Lab;
using LbController.Lab.Network;
using LbController.Lab.Processes;
using static LbController.Interop.Tests.Lab.LabFixture;

namespace LbController.Interop.Tests.L2;

/// <summary>Owners that die, hang or are cut off, on real stacks. Bounds are wide, for machines are shared; <c>lb-lab bench l2</c> measures.</summary>
[Collection(L2Collection.Name)]
public sealed class FailoverTests(L2Fixture fixture)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_speaker_that_is_killed_is_followed_and_takes_nothing_back()
    {
        var owner = await fixture.OwnerAsync();
        using var probes = await fixture.ProbeAsync();
        var mark = probes.Mark;
        await Task.WhenAll(
            fixture.Lab.Network.SetLanCableAsync(owner, connected: false, Cancel),
            fixture.Lab.Processes.StopAsync(fixture.Speaker(owner), kill: true, Cancel));
        Assert.InRange(await L2Fixture.OutageAsync(probes, mark, Wait), TimeSpan.Zero, Bound);
        var successor = await fixture.OwnerAsync();
        Assert.NotEqual(owner, successor);
        await fixture.Lab.Network.SetLanCableAsync(owner, connected: true, Cancel);
        fixture.Lab.StartSpeaker(owner);
        await fixture.Lab.DaemonsReadyAsync(Cancel);
        Assert.Equal(successor, await fixture.OwnerAsync());
    }

    [Fact]
    public async Task A_speaker_that_is_stopped_is_followed_and_silent_when_it_goes_on()
    {
        var owner = await fixture.OwnerAsync();
        var speaker = fixture.Speaker(owner);
        await L2Fixture.SignalAsync(speaker, "STOP");
        try
        {
            await Eventually.TrueAsync(async () => await fixture.AnswerersAsync() is [var only] && only != owner, Wait, "another answers", Cancel);
        }
        finally
        {
            await L2Fixture.SignalAsync(speaker, "CONT");
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.True((await fixture.AnswerersAsync()).Count <= 1);
        }

        await fixture.OwnerAsync();
    }

    [Fact]
    public async Task A_link_that_is_set_down_on_the_node_moves_the_address_and_its_return_moves_nothing()
    {
        var owner = await fixture.OwnerAsync();
        using var probes = await fixture.ProbeAsync();
        var mark = probes.Mark;
        await fixture.InAsync(owner.Namespace, "ip", "link", "set", "eth0", "down");
        Assert.InRange(await L2Fixture.OutageAsync(probes, mark, Wait), TimeSpan.Zero, Bound);
        var successor = await fixture.OwnerAsync();
        await fixture.InAsync(owner.Namespace, "ip", "link", "set", "eth0", "up");
        await fixture.InAsync(owner.Namespace, "ip", "addr", "replace", owner.LanAddress6 + "/64", "dev", "eth0", "nodad");
        await fixture.ConditionAsync("web", "Announced");
        Assert.Equal(successor, await fixture.OwnerAsync());
    }

    [Fact]
    public async Task An_owner_whose_heartbeats_are_lost_on_their_way_is_followed_and_there_is_one_answerer()
    {
        var owner = await fixture.OwnerAsync();
        await FilterAsync(owner, "output", "udp dport 7946 drop");
        try
        {
            await Eventually.TrueAsync(async () => await fixture.AnswerersAsync() is [var only] && only != owner, Wait, "another answers alone", Cancel);
        }
        finally
        {
            await UnfilterAsync(owner);
        }

        await fixture.OwnerAsync();
    }

    [Fact]
    public async Task A_fifth_of_all_heartbeats_lost_moves_nothing()
    {
        var owner = await fixture.OwnerAsync();
        using var probes = await fixture.ProbeAsync();
        var mark = probes.Mark;
        foreach (var node in fixture.Lab.Plan.Nodes)
        {
            await FilterAsync(node, "input", "udp dport 7946 numgen random mod 5 == 0 drop");
        }

        try
        {
            await Task.Delay(TimeSpan.FromSeconds(10), Cancel);
            Assert.Equal(owner, await fixture.OwnerAsync());
            Assert.Equal(0, probes.Lost(mark));
        }
        finally
        {
            foreach (var node in fixture.Lab.Plan.Nodes)
            {
                await UnfilterAsync(node);
            }
        }
    }

    [Fact]
    [Trait("speed", "long")]
    public async Task A_bridge_that_forgets_sooner_than_the_ARP_cache_of_the_client_delays_nothing()
    {
        await fixture.InAsync(fixture.Lab.Plan.Switch, "ip", "link", "set", "lan", "type", "bridge", "ageing_time", "100");
        try
        {
            var owner = await fixture.OwnerAsync();
            using (var probes = await fixture.ProbeAsync())
            {
                var mark = probes.Mark;
                await fixture.Lab.Network.SetLanCableAsync(owner, connected: false, Cancel);
                Assert.InRange(await L2Fixture.OutageAsync(probes, mark, Wait), TimeSpan.Zero, Bound);
            }

            // The client is silent until the bridge has forgotten it; its ARP cache has not forgotten the successor.
            await Eventually.TrueAsync(async () => !(await ForwardingAsync()).Contains(await MacOfClientAsync(), StringComparison.OrdinalIgnoreCase), Wait, "the bridge forgets the client", Cancel);
            using var again = await fixture.ProbeAsync();
            var second = again.Mark;
            await fixture.Lab.Network.SetLanCableAsync(owner, connected: true, Cancel);
            await fixture.ConditionAsync("web", "Announced");
            Assert.NotEqual(owner, await fixture.OwnerAsync());
            Assert.Equal(0, again.Lost(second));
        }
        finally
        {
            await fixture.InAsync(fixture.Lab.Plan.Switch, "ip", "link", "set", "lan", "type", "bridge", "ageing_time", "30000");
        }
    }

    [Fact]
    [Trait("speed", "long")]
    public async Task A_client_that_ignores_gratuitous_ARP_finds_the_successor_when_it_asks_again()
    {
        var owner = await fixture.OwnerAsync();
        await fixture.InAsync(fixture.Client, "ip", "neigh", "flush", "dev", "eth0");
        using var probes = await fixture.ProbeAsync();
        await fixture.InAsync(fixture.Client, "nft", "add table arp deaf; add chain arp deaf in { type filter hook input priority 0; }; add rule arp deaf in meta pkttype broadcast drop");
        try
        {
            var mark = probes.Mark;
            await Task.WhenAll(
                fixture.Lab.Network.SetLanCableAsync(owner, connected: false, Cancel),
                fixture.Lab.Processes.StopAsync(fixture.Speaker(owner), kill: true, Cancel));
            await L2Fixture.OutageAsync(probes, mark, TimeSpan.FromSeconds(60));
        }
        finally
        {
            await fixture.InAsync(fixture.Client, "nft", "delete table arp deaf");
            await fixture.Lab.Network.SetLanCableAsync(owner, connected: true, Cancel);
            fixture.Lab.StartSpeaker(owner);
            await fixture.Lab.DaemonsReadyAsync(Cancel);
        }
    }

    private Task<string> ForwardingAsync() => fixture.InAsync(fixture.Lab.Plan.Switch, "bridge", "fdb", "show", "br", "lan");

    private async Task<string> MacOfClientAsync() => (await fixture.InAsync(fixture.Client, "cat", "/sys/class/net/eth0/address")).Trim();

    private Task<string> FilterAsync(NodePlan node, string hook, string rule) => fixture.InAsync(
        node.Namespace, "nft", $"add table inet loss; add chain inet loss c {{ type filter hook {hook} priority 0; }}; add rule inet loss c {rule}");

    private Task<string> UnfilterAsync(NodePlan node) => fixture.InAsync(node.Namespace, "nft", "delete table inet loss");
}
