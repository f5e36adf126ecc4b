using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Protocols.Wire;

namespace LbController.Engine.Tests.Speaker;

public sealed class SpeakerInterfacesTests
{
    private static readonly Address Vip = Address.Parse("192.0.2.10");
    private readonly SpeakerReactor reactor = new(new SpeakerOptions("n1", null, IgnoreExcludeLabel: false, default, Epoch: 1));

    [Fact]
    public void Every_link_that_speaks_ARP_answers_and_no_other()
    {
        var table = Table(
            Link(2, "eth0"),
            Link(3, "br0"),
            Link(4, "eth1") with { IsEnslaved = true },
            Link(5, "wg0") with { HasNoArp = true },
            Link(6, "ppp0") with { HasBroadcast = false },
            Link(7, "eth2") with { IsUp = false },
            Link(8, "veth12"));
        Assert.Equal([2, 3], table.Sorted().Select(entry => entry.LinkIndex));
    }

    [Fact]
    public void The_user_s_list_replaces_the_built_in_one_also_for_links_seen_before()
    {
        Table(Link(2, "eth0"), Link(8, "veth12"));
        Assert.True(InterfaceExclusion.TryParse(["^eth"], out var exclusion, out _));
        var table = Step(1, new NetworkFact.ExclusionRead(exclusion)).OfType<NetworkCommand.PublishTable>().Single().Table;
        Assert.Equal([8], table.Sorted().Select(entry => entry.LinkIndex));
    }

    [Fact]
    public void An_interface_that_the_node_has_not_is_told_on_the_advertisement_with_those_that_exist()
    {
        Table(Link(2, "eth0"), Link(3, "br0"));
        var told = Assert.Single(Step(1, Naming("ens9")).OfType<Command.RecordEvent>());
        Assert.Equal(("L2Advertisement", "interfaceNotFound", true), (told.Subject.Kind, told.Reason, told.IsWarning));
        Assert.Contains("no interface ens9", told.Message, StringComparison.Ordinal);
        Assert.EndsWith("br0, eth0", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_leads_nowhere_stands_in_the_ConfigurationState_too()
    {
        Table(Link(2, "eth0"));
        var nowhere = new Fact.Seen(new L2AdvertisementSpec(new("metallb-system", "nowhere")) { NodeSelectors = [new(LabelSet.Empty, [new("rack", "Exists", [])])] });
        var first = new Command.WriteConfigurationState(new ConfigurationVerdict([]));
        var verdict = Assert.Single(Step(1, new Fact.Ended(first, Outcome.Done), Naming("ens9"), nowhere).OfType<Command.WriteConfigurationState>()).Verdict;
        Assert.Contains("no interface ens9", verdict.Summary, StringComparison.Ordinal);
        Assert.Contains("nowhere: spec.nodeSelectors: no Node is selected", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_told_once_and_again_when_the_list_changes()
    {
        Table(Link(2, "eth0"));
        Assert.Single(Step(1, Naming("ens9")).OfType<Command.RecordEvent>());
        Assert.Empty(Step(2, new NetworkFact.LinkSeen(Link(3, "eth1"))).OfType<Command.RecordEvent>());
        Assert.Single(Step(3, Naming("ens8")).OfType<Command.RecordEvent>());
    }

    [Fact]
    public void An_interface_that_is_down_is_there()
    {
        Table(Link(2, "eth0") with { IsUp = false });
        Assert.Empty(Step(1, Naming("eth0")).OfType<Command.RecordEvent>());
    }

    [Fact]
    public void One_name_that_exists_is_enough()
    {
        Table(Link(2, "eth0"));
        Assert.DoesNotContain(Step(1, Naming("eth0", "ens9")).OfType<Command.RecordEvent>(), told => told.Reason == "interfaceNotFound");
    }

    [Fact]
    public void An_advertisement_for_other_nodes_is_not_judged()
    {
        Table(Link(2, "eth0"));
        var elsewhere = new L2AdvertisementSpec(new("metallb-system", "all")) { Interfaces = ["ens9"], NodeSelectors = [new(LabelSet.Empty, [new("zone", "Exists", [])])] };
        Assert.DoesNotContain(Step(1, new Fact.Seen(elsewhere)).OfType<Command.RecordEvent>(), told => told.Reason == "interfaceNotFound");
    }

    private Core.Announcing.AnnouncementTable Table(params LinkSnapshot[] links)
    {
        Fact[] facts =
        [
            new Fact.Seen(new ServiceSnapshot(new("shop", "web")) { Uid = "u1", IngressIps = [Vip.ToString()] }),
            new Fact.Seen(new EndpointSliceSnapshot(new("shop", "web-1")) { ServiceName = "web", Endpoints = [new("n1", Ready: true, null, null)] }),
            new Fact.Seen(new NodeSnapshot(new("", "n1"))),
            new Fact.Seen(new PoolSpec(new("metallb-system", "blue")) { Addresses = ["192.0.2.0/24"] }),
            new Fact.Seen(new L2AdvertisementSpec(new("metallb-system", "all"))),
            .. links.Select(link => new NetworkFact.LinkSeen(link)),
            new Fact.InSync(),
        ];
        return Step(0, facts).OfType<NetworkCommand.PublishTable>().LastOrDefault()?.Table ?? Core.Announcing.AnnouncementTable.Empty;
    }

    private static Fact.Seen Naming(params string[] names) => new Fact.Seen(new L2AdvertisementSpec(new("metallb-system", "all")) { Interfaces = [.. names] });

    private IReadOnlyList<Command> Step(int second, params Fact[] facts) => reactor.Step(facts, TimeSpan.FromSeconds(second)).Commands;

    private static LinkSnapshot Link(int index, string name) => new(index, name, new MacAddress((ulong)index)) { IsUp = true, HasBroadcast = true };
}
