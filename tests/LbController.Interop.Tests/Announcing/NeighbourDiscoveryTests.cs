using LbController.Interop.Tests.Lab;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Announcing;

/// <summary>IPv6 against the kernel's own neighbour discovery and ndisc6.</summary>
[Collection(SegmentCollection.Name)]
public sealed class NeighbourDiscoveryTests : IAsyncLifetime
{
    private const string Vip = "2001:db8::77";
    private Segment segment = null!;

    public async ValueTask InitializeAsync() => segment = await Segment.CreateAsync();

    public ValueTask DisposeAsync() => segment.DisposeAsync();

    [Fact]
    public async Task Ndisc6_hears_the_link_s_own_hardware_address()
    {
        segment.Answer(Vip);
        Assert.Contains(Segment.NodeMac, await Segment.RunAsync(Segment.Peer, "ndisc6", "-1", Vip, "eth0"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, segment.Announcing.Answered);
    }

    [Fact]
    public async Task The_first_frame_after_the_link_was_opened_is_answered()
    {
        segment.Answer("192.0.2.77");
        Assert.Equal(0, (await Segment.TryAsync(Segment.Peer, "arping", "-c", "1", "-w", "1", "-I", "eth0", "192.0.2.77")).ExitCode);
    }

    [Fact]
    public async Task Nobody_answers_for_an_address_that_was_given_up()
    {
        segment.Answer(Vip);
        segment.Answer();
        Assert.NotEqual(0, (await Segment.TryAsync(Segment.Peer, "ndisc6", "-1", "-r", "1", "-w", "300", Vip, "eth0")).ExitCode);
    }

    [Fact]
    public async Task A_neighbour_that_checks_its_cache_by_unicast_is_answered()
    {
        segment.Answer(Vip);
        await Segment.BatchAsync(Segment.Peer, $"neigh replace {Vip} lladdr {Segment.NodeMac} nud probe dev eth0");
        await SeenAsync("REACHABLE");
    }

    [Fact]
    public async Task A_host_that_takes_the_address_finds_it_a_duplicate()
    {
        segment.Answer(Vip);
        await Segment.BatchAsync(Segment.Peer, $"addr add {Vip}/64 dev eth0");
        await Eventually.TrueAsync(
            async () => (await Segment.RunAsync(Segment.Peer, "ip", "-6", "addr", "show", "dev", "eth0")).Contains("dadfailed", StringComparison.Ordinal),
            LabFixture.Patience,
            "the peer's kernel gives the address up",
            LabFixture.Cancel);
    }

    [Fact]
    public async Task An_unsolicited_advertisement_replaces_what_a_cache_holds()
    {
        segment.Answer(Vip);
        await Segment.BatchAsync(Segment.Peer, $"neigh replace {Vip} lladdr 02:00:00:00:00:99 nud reachable dev eth0");
        segment.SendGratuitous(Vip);
        await SeenAsync(Segment.NodeMac);
    }

    [Fact]
    public async Task The_solicited_node_group_is_joined_while_the_link_answers_and_no_longer()
    {
        segment.Answer(Vip);
        Assert.Contains("ff02::1:ff00:77", await GroupsAsync("eth0"), StringComparison.Ordinal);
        segment.Answer();
        Assert.DoesNotContain("ff02::1:ff00:77", await GroupsAsync("eth0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_addresses_of_one_group_share_the_membership()
    {
        segment.Answer(Vip, "2001:db8:1::77");
        segment.Answer(Vip);
        Assert.Contains("ff02::1:ff00:77", await GroupsAsync("eth0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_addresses_are_joined()
    {
        segment.Answer([.. Enumerable.Range(1, 1000).Select(i => $"2001:db8::1:{i:x}")]);
        Assert.Equal(1000, (await GroupsAsync("eth0")).Split("ff02::1:ff01:").Length - 1);
    }

    [Fact]
    public async Task A_link_that_appears_late_joins_and_answers()
    {
        segment.Answer(Vip);
        await Segment.BatchAsync(Segment.Node, $"link del eth0", $"link add eth0 address {Segment.NodeMac} type veth peer name eth0 address {Segment.PeerMac} netns {Segment.Peer}", "link set eth0 up");
        await Segment.BatchAsync(Segment.Peer, "link set eth0 up", "addr add 2001:db8::2/64 dev eth0 nodad");
        segment.Announcing.Gone(segment.LinkIndex);
        await segment.LookAgainAsync();
        segment.Answer(Vip);
        Assert.Contains(Segment.NodeMac, await Segment.RunAsync(Segment.Peer, "ndisc6", "-1", Vip, "eth0"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("ff02::1:ff00:77", await GroupsAsync("eth0"), StringComparison.Ordinal);
    }

    private static Task SeenAsync(string wanted) => Eventually.TrueAsync(
        async () => (await Segment.NeighbourAsync(Vip)).Contains(wanted, StringComparison.Ordinal), LabFixture.Patience, $"the neighbour table says {wanted}", LabFixture.Cancel);

    private static Task<string> GroupsAsync(string link) => Segment.RunAsync(Segment.Node, "ip", "-6", "maddr", "show", "dev", link);
}
