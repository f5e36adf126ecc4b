using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Protocols.Wire;

namespace LbController.Engine.Tests.Speaker;

public sealed class SpeakerReactorTests
{
    private static readonly Address Vip = Address.Parse("192.0.2.10");
    private static readonly ObjectKey Web = new("shop", "web");
    private static readonly SpeakerOptions Options = new("n1", null, IgnoreExcludeLabel: false, default, Epoch: 1);
    private readonly SpeakerReactor reactor = new(Options);

    [Fact]
    public void Nothing_is_commanded_before_all_watches_are_in_sync() => Assert.Empty(Step(0, Cluster()).Commands);

    [Fact]
    public void An_owned_address_enters_the_table_before_it_is_called_out()
    {
        var commands = Step(0, [.. Cluster(), new Fact.InSync()]).Commands;
        Assert.Equal(new NetworkCommand.AnswerUntil(TimeSpan.MaxValue), commands[0]);
        var table = Assert.IsType<NetworkCommand.PublishTable>(commands[1]).Table;
        Assert.True(table.Answers(2, Vip));
        Assert.Contains(new NetworkCommand.SendGratuitous(2, Vip), commands);
    }

    [Theory]
    [InlineData(1, "0")]
    [InlineData(5, "0 50 200 1200 3200")]
    [InlineData(7, "0 50 200 1200 3200 5200 7200")]
    public void A_take_over_is_called_out_as_often_as_wanted_and_then_there_is_silence(int burst, string expected) =>
        Assert.Equal(expected, string.Join(' ', CalledOut(new(Options with { GratuitousBurst = burst, GratuitousRefresh = TimeSpan.Zero }), until: 100_000)));

    [Fact]
    public void While_an_address_stays_it_is_called_out_again_slowly()
    {
        var sent = CalledOut(new(Options with { GratuitousBurst = 1, GratuitousRefresh = TimeSpan.FromSeconds(10) }), until: 100_000);
        Assert.InRange(sent.Count, 8, 11);
        Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 10_000, 12_500));
    }

    [Fact]
    public void The_same_facts_again_command_nothing()
    {
        Step(0, [.. Cluster(), new Fact.InSync()]);
        Assert.DoesNotContain(Step(0, Cluster()).Commands, command => command is not NetworkCommand.SendGratuitous);
    }

    [Fact]
    public void The_announcement_ends_with_the_last_endpoint()
    {
        Step(0, [.. Cluster(), new Fact.InSync()]);
        var commands = Step(1, [new Fact.Gone(typeof(EndpointSliceSnapshot), new("shop", "web-1"))]).Commands;
        Assert.Equal(0, commands.OfType<NetworkCommand.PublishTable>().Single().Table.Count);
        Assert.Contains(new Command.RemoveServiceL2Status(Web), commands);
    }

    [Fact]
    public void An_address_held_out_of_a_pool_that_is_now_in_error_is_still_announced()
    {
        var held = new Fact.Seen(Service() with { Annotations = LabelSet.From([new("metallb.io/ip-allocated-from-pool", "blue")]) });
        Step(0, [.. Cluster(), held, new Fact.InSync()]);
        var broken = new Fact.Seen(new PoolSpec(new("metallb-system", "blue")) { Addresses = ["192.0.2.0/24", "nonsense"] });
        Assert.DoesNotContain(Step(1, [broken]).Commands, command => command is NetworkCommand.PublishTable);
        var covered = new Fact.Seen(new PoolSpec(new("metallb-system", "a-older")) { Addresses = ["192.0.2.0/28"], CreatedAt = 1 });
        Assert.DoesNotContain(Step(2, [covered]).Commands, command => command is NetworkCommand.PublishTable);
    }

    [Fact]
    public void A_link_that_returns_is_called_out_again()
    {
        Step(0, [.. Cluster(), new Fact.InSync()]);
        Assert.Equal(0, Step(9, [Link(isUp: false)]).Commands.OfType<NetworkCommand.PublishTable>().Single().Table.Count);
        Assert.Contains(new NetworkCommand.SendGratuitous(2, Vip), Step(10, [Link(isUp: true)]).Commands);
    }

    [Fact]
    public void A_link_with_a_new_hardware_address_is_called_out_again()
    {
        var once = new SpeakerReactor(Options with { GratuitousBurst = 1 });
        once.Step([.. Cluster(), new Fact.InSync()], TimeSpan.Zero);
        var renamed = new NetworkFact.LinkSeen(Link(isUp: true).Link with { Mac = new MacAddress(0x020000000099) });
        Assert.DoesNotContain(new NetworkCommand.SendGratuitous(2, Vip), once.Step([Link(isUp: true)], TimeSpan.FromSeconds(9)).Commands);
        Assert.Contains(new NetworkCommand.SendGratuitous(2, Vip), once.Step([renamed], TimeSpan.FromSeconds(10)).Commands);
    }

    [Fact]
    public void An_interface_that_appears_is_called_out_on()
    {
        Step(0, [.. Cluster(), new Fact.InSync()]);
        var late = new NetworkFact.LinkSeen(Link(isUp: true).Link with { Index = 7, Name = "eth7" });
        Assert.Contains(new NetworkCommand.SendGratuitous(7, Vip), Step(10, [late]).Commands);
    }

    [Fact]
    public void A_Service_of_another_class_is_left_alone()
    {
        var service = new Fact.Seen(Service() with { LoadBalancerClass = "example.com/other" });
        Assert.Equal(
            [new NetworkCommand.AnswerUntil(TimeSpan.MaxValue), new Command.ListNodeStatuses(), new Command.WriteConfigurationState(new ConfigurationVerdict([])), new Command.KeepSessionStates([])],
            Step(0, [.. Cluster(), service, new Fact.InSync()]).Commands);
    }

    [Fact]
    public void Leaving_empties_the_table()
    {
        Step(0, [.. Cluster(), new Fact.InSync()]);
        Assert.Equal(0, Step(1, [new Fact.Leaving()]).Commands.OfType<NetworkCommand.PublishTable>().Single().Table.Count);
    }

    [Fact]
    public void The_announcement_is_reported_once_with_an_event()
    {
        Assert.Contains(new Command.WriteServiceL2Status(Web, [], [Vip]), Step(0, [.. Cluster(), new Fact.InSync()]).Commands);
        var commands = Step(1, [new Fact.NodeStatusesListed([], [])]).Commands;
        Assert.Equal("nodeAssigned", Assert.Single(commands.OfType<Command.RecordEvent>()).Reason);
        Assert.Empty(Step(2, [new Fact.NodeStatusesListed([], [])]).Commands.OfType<Command.RecordEvent>());
    }

    [Fact]
    public void A_restart_that_announces_what_was_announced_before_makes_no_event()
    {
        Step(0, [.. Cluster(), new Fact.InSync()]);
        Assert.Empty(Step(1, [new Fact.NodeStatusesListed([Web], [])]).Commands.OfType<Command.RecordEvent>());
    }

    [Fact]
    public void A_speaker_says_what_it_makes_of_the_configuration_for_its_node()
    {
        var elsewhere = new BgpPeerSpec(new("metallb-system", "elsewhere")) { PeerAddress = "x", NodeSelectors = [new(LabelSet.From([new("rack", "2")]), [])] };
        var valid = Step(0, [.. Cluster(), new Fact.Seen(elsewhere), new Fact.InSync()]).Commands.OfType<Command.WriteConfigurationState>().Single();
        Assert.True(valid.Verdict.IsValid);
        var done = new Fact.Ended(valid, Outcome.Done);
        var here = new Fact.Seen(elsewhere with { Key = new("metallb-system", "here"), NodeSelectors = [] });
        var invalid = Step(1, [done, here]).Commands.OfType<Command.WriteConfigurationState>().Single();
        Assert.Contains("BGPPeer here: spec.peerAddress: 'x' is not an IP address", invalid.Verdict.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", invalid.Verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void An_announced_Service_says_so_in_a_condition_once()
    {
        var write = Assert.Single(Step(0, [.. Cluster(), new Fact.InSync()]).Commands.OfType<Command.WriteAnnouncedCondition>());
        Assert.Equal((Web, "True", "Announced", true), (write.Service, write.Condition!.Status, write.Condition.Reason, write.IsTransition));
        Assert.DoesNotContain(Step(1, [new Fact.Seen(Service() with { ResourceVersion = "2" })]).Commands, command => command is Command.WriteAnnouncedCondition);
    }

    [Fact]
    public void A_condition_that_stands_already_is_not_written_again()
    {
        var standing = Service() with { AnnouncedCondition = new("True", "Announced", Core.Announcing.AnnouncementReasons.Announced.Message, 0) };
        Assert.DoesNotContain(Step(0, [.. Cluster(), new Fact.Seen(standing), new Fact.InSync()]).Commands, command => command is Command.WriteAnnouncedCondition);
    }

    [Fact]
    public void Why_a_Service_is_not_announced_is_told_when_it_lasts()
    {
        Step(0, [.. Cluster(), new Fact.InSync()]);
        Assert.DoesNotContain(Step(1, [new Fact.Gone(typeof(EndpointSliceSnapshot), new("shop", "web-1"))]).Commands, command => command is Command.WriteAnnouncedCondition);
        var write = Assert.Single(Step(3, []).Commands.OfType<Command.WriteAnnouncedCondition>());
        Assert.Equal(("False", "NoEndpoints"), (write.Condition!.Status, write.Condition.Reason));
        Assert.Contains("192.0.2.10", write.Condition.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Service_that_no_advertisement_selects_says_what_is_missing()
    {
        Step(0, [.. Cluster(), new Fact.Gone(typeof(L2AdvertisementSpec), new("metallb-system", "all")), new Fact.InSync()]);
        var write = Assert.Single(Step(2, []).Commands.OfType<Command.WriteAnnouncedCondition>());
        Assert.Equal(("False", "NotAdvertised"), (write.Condition!.Status, write.Condition.Reason));
    }

    [Fact]
    public void What_was_said_before_a_BGPAdvertisement_came_is_taken_away_with_it()
    {
        Step(0, [.. Cluster(), new Fact.Gone(typeof(L2AdvertisementSpec), new("metallb-system", "all")), new Fact.InSync()]);
        var said = Assert.Single(Step(2, []).Commands.OfType<Command.WriteAnnouncedCondition>()).Condition;
        Fact[] routed = [new Fact.Seen(Service() with { ResourceVersion = "2", AnnouncedCondition = said }), new Fact.Seen(new BgpAdvertisementSpec(new("metallb-system", "wan")))];
        Assert.Null(Assert.Single(Step(3, routed).Commands.OfType<Command.WriteAnnouncedCondition>()).Condition);
        Assert.DoesNotContain(Step(4, []).Commands, command => command is Command.WriteAnnouncedCondition);
        Assert.DoesNotContain(Step(9, [new Fact.Seen(Service() with { ResourceVersion = "3" })]).Commands, command => command is Command.WriteAnnouncedCondition);
    }

    [Fact]
    public void A_status_that_could_not_be_written_is_written_again_later()
    {
        var write = Step(0, [.. Cluster(), new Fact.InSync()]).Commands.OfType<Command.WriteServiceL2Status>().Single();
        var failed = new Fact.Ended(write, new Outcome(OutcomeKind.Failed, "timeout"));
        Assert.DoesNotContain(write, Step(1, [failed]).Commands);
        Assert.Contains(write, Step(7, []).Commands);
    }

    [Fact]
    public void What_an_earlier_run_has_left_is_removed_where_it_is_not_true()
    {
        var old = new ObjectKey("shop", "old");
        Assert.Contains(new Command.ListNodeStatuses(), Step(0, [.. Cluster(), new Fact.InSync()]).Commands);
        var commands = Step(1, [new Fact.NodeStatusesListed([old, Web], [old])]).Commands;
        Assert.Contains(new Command.RemoveServiceL2Status(old), commands);
        Assert.Contains(new Command.RemoveServiceBgpStatus(old), commands);
        Assert.DoesNotContain(new Command.RemoveServiceL2Status(Web), commands);
    }

    [Fact]
    public void A_list_that_could_not_be_read_is_asked_for_again()
    {
        Step(0, [.. Cluster(), new Fact.InSync()]);
        var failed = new Fact.Ended(new Command.ListNodeStatuses(), new Outcome(OutcomeKind.Failed, "timeout"));
        Assert.DoesNotContain(new Command.ListNodeStatuses(), Step(1, [failed]).Commands);
        Assert.Contains(new Command.ListNodeStatuses(), Step(7, []).Commands);
    }

    private Step Step(int second, Fact[] facts) => reactor.Step(facts, TimeSpan.FromSeconds(second));

    private static Fact[] Cluster() =>
    [
        new Fact.Seen(Service()),
        new Fact.Seen(new EndpointSliceSnapshot(new("shop", "web-1")) { ServiceName = "web", Endpoints = [new("n1", Ready: true, null, null)] }),
        new Fact.Seen(new NodeSnapshot(new("", "n1"))),
        new Fact.Seen(new PoolSpec(new("metallb-system", "blue")) { Addresses = ["192.0.2.0/24"] }),
        new Fact.Seen(new L2AdvertisementSpec(new("metallb-system", "all"))),
        Link(isUp: true),
    ];

    private static ServiceSnapshot Service() => new(Web) { Uid = "u1", IngressIps = [Vip.ToString()] };

    /// <summary>When the address is called out, in milliseconds, if nothing else happens.</summary>
    private static List<int> CalledOut(SpeakerReactor reactor, int until)
    {
        var sent = new List<int>();
        var step = reactor.Step([.. Cluster(), new Fact.InSync()], TimeSpan.Zero);
        for (var now = TimeSpan.Zero; now.TotalMilliseconds <= until; step = reactor.Step([], now))
        {
            sent.AddRange(step.Commands.OfType<NetworkCommand.SendGratuitous>().Select(_ => (int)now.TotalMilliseconds));
            now = step.WakeAt ?? TimeSpan.MaxValue;
        }

        return sent;
    }

    private static NetworkFact.LinkSeen Link(bool isUp) =>
        new(new LinkSnapshot(2, "eth0", new MacAddress(0x020000000001)) { IsUp = isUp, HasBroadcast = true });
}
