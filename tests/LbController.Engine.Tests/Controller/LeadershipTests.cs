using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Leading;

namespace LbController.Engine.Tests.Controller;

public sealed class LeadershipTests
{
    private readonly ControllerReactor reactor = new(new ControllerOptions(null, "lb") { ElectsLeader = true });

    [Fact]
    public void Who_does_not_lead_knows_all_and_writes_nothing()
    {
        Assert.Empty(Step(Pool(), Service("web", "1"), new Fact.InSync()));
        Assert.Empty(Step(Service("late", "2")));

        Assert.Equal(["late", "web"], Written(Step(new Fact.Leadership(true))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Leadership_before_sync_commands_nothing() =>
        Assert.Empty(Step(new Fact.Leadership(true), Pool(), Service("web", "1")));

    [Fact]
    public void Who_leads_no_more_writes_no_more_in_the_same_step()
    {
        Step(Pool(), new Fact.InSync(), new Fact.Leadership(true));
        Assert.Empty(Step(Service("web", "1"), new Fact.Leadership(false)));
        Assert.Empty(Step(Service("other", "2")));
    }

    [Fact]
    public void Who_leads_again_first_takes_over_what_another_has_given_meanwhile()
    {
        Step(Pool(), Service("web", "1"), new Fact.InSync(), new Fact.Leadership(true));
        Step(new Fact.Leadership(false));
        Step(Service("other", "3", "192.0.2.0"), Service("web", "4"));

        var writes = Step(new Fact.Leadership(true)).OfType<Command.WriteServiceStatus>().ToList();
        Assert.Equal([Address.Parse("192.0.2.1")], Assert.Single(writes, write => write.Service.Name == "web").Ingress);
    }

    [Fact]
    public void Two_leaders_for_a_moment_rest_on_one_version_so_the_API_server_takes_one_write()
    {
        var other = new ControllerReactor(new ControllerOptions(null, "lb") { ElectsLeader = true });
        Fact[] facts = [Pool(), Service("web", "7"), new Fact.InSync(), new Fact.Leadership(true)];

        var first = Step(facts).OfType<Command.WriteServiceStatus>().Single();
        var record = other.Step(facts, TimeSpan.Zero).Commands.OfType<Command.RecordPromises>().Single();
        var second = other.Step([new Fact.Ended(record, Outcome.Done)], TimeSpan.Zero).Commands.OfType<Command.WriteServiceStatus>().Single();
        Assert.Equal(("7", "7"), (first.ResourceVersion, second.ResourceVersion));

        // The loser is told so, and decides only when it has read what the winner wrote: nothing is left to do.
        Assert.DoesNotContain(
            other.Step([new Fact.Ended(second, new Outcome(OutcomeKind.Conflict))], TimeSpan.Zero).Commands,
            command => command is Command.WriteServiceStatus);
        var won = new Fact.Seen(((ServiceSnapshot)((Fact.Seen)Service("web", "8", "192.0.2.0")).Object) with
        {
            AddressCondition = first.Condition,
            Annotations = LabelSet.From([new("metallb.io/ip-allocated-from-pool", "blue")]),
        });
        Assert.DoesNotContain(other.Step([won], TimeSpan.Zero).Commands, command => command is Command.WriteServiceStatus);
    }

    [Fact]
    public void A_write_that_gives_an_address_begins_when_its_promise_is_recorded()
    {
        var commands = reactor.Step([Pool(), Service("web", "7"), new Fact.InSync(), new Fact.Leadership(true)], TimeSpan.Zero).Commands;
        Assert.Empty(Written(commands));
        var record = Assert.Single(commands.OfType<Command.RecordPromises>());
        Assert.True(record.IsUrgent);
        Assert.Equal([new AddressPromise(new ObjectKey("shop", "web"), "7", [Address.Parse("192.0.2.0")])], record.Promises);

        Assert.Equal(["web"], Written(reactor.Step([new Fact.Ended(record, Outcome.Done)], TimeSpan.Zero).Commands));
    }

    [Fact]
    public void A_promise_that_cannot_be_recorded_is_made_again_after_a_while()
    {
        var record = reactor.Step([Pool(), Service("web", "7"), new Fact.InSync(), new Fact.Leadership(true)], TimeSpan.Zero).Commands.OfType<Command.RecordPromises>().Single();
        var step = reactor.Step([new Fact.Ended(record, new Outcome(OutcomeKind.Failed))], TimeSpan.Zero);
        Assert.DoesNotContain(step.Commands, command => command is Command.RecordPromises or Command.WriteServiceStatus);

        var again = reactor.Step([], step.WakeAt!.Value).Commands.OfType<Command.RecordPromises>().Single();
        Assert.Equal(record.Promises, again.Promises);
        Assert.NotEqual(record.Number, again.Number);
    }

    [Fact]
    public void A_write_whose_Service_changes_before_its_promise_is_recorded_is_decided_upon_anew()
    {
        var record = reactor.Step([Pool(), Service("web", "7"), new Fact.InSync(), new Fact.Leadership(true)], TimeSpan.Zero).Commands.OfType<Command.RecordPromises>().Single();
        Assert.Empty(Written(reactor.Step([Service("web", "8")], TimeSpan.Zero).Commands));
        var next = reactor.Step([new Fact.Ended(record, Outcome.Done)], TimeSpan.Zero).Commands;
        Assert.Empty(Written(next));
        Assert.Equal("8", Assert.Single(Assert.Single(next.OfType<Command.RecordPromises>()).Promises).ResourceVersion);
    }

    [Fact]
    public void A_write_whose_pool_changes_before_its_promise_is_recorded_is_decided_upon_anew()
    {
        var record = reactor.Step([Pool(), Service("web", "7"), new Fact.InSync(), new Fact.Leadership(true)], TimeSpan.Zero).Commands.OfType<Command.RecordPromises>().Single();
        var next = reactor.Step([new Fact.Ended(record, Outcome.Done), Pool("198.51.100.0/30")], TimeSpan.Zero).Commands;
        Assert.Empty(Written(next));
        Assert.Equal([Address.Parse("198.51.100.0")], Assert.Single(Assert.Single(next.OfType<Command.RecordPromises>()).Promises).Addresses);
    }

    [Fact]
    public void What_the_leader_before_may_have_under_way_goes_to_nobody_else()
    {
        Fact[] facts =
        [
            Pool(), Service("late", "7"), Service("wish", "8", wish: "192.0.2.2"), new Fact.InSync(),
            new Fact.Leadership(true) { Promises = [new AddressPromise(new ObjectKey("shop", "late"), "7", [Address.Parse("192.0.2.2")])] },
        ];
        var writes = Step(facts).OfType<Command.WriteServiceStatus>().ToList();
        Assert.Equal([Address.Parse("192.0.2.2")], Assert.Single(writes, write => write.Service.Name == "late").Ingress);
        Assert.Empty(Assert.Single(writes, write => write.Service.Name == "wish").Ingress);
    }

    [Fact]
    public void What_the_leader_before_had_under_way_counts_no_more_when_the_Service_has_changed_since()
    {
        Fact[] facts =
        [
            Pool(), Service("late", "9"), Service("wish", "8", wish: "192.0.2.2"), new Fact.InSync(),
            new Fact.Leadership(true) { Promises = [new AddressPromise(new ObjectKey("shop", "late"), "7", [Address.Parse("192.0.2.2")])] },
        ];
        Assert.Equal([Address.Parse("192.0.2.2")], Assert.Single(Step(facts).OfType<Command.WriteServiceStatus>(), write => write.Service.Name == "wish").Ingress);
    }

    /// <summary>The write under way may rest on the version that is there; a condition with a new time makes it another one.</summary>
    [Fact]
    public void A_Service_that_is_to_stay_as_it_is_gets_another_version_when_a_write_may_still_be_under_way()
    {
        var none = Assert.Single(Step(Service("late", "1"), new Fact.InSync(), new Fact.Leadership(true)).OfType<Command.WriteServiceStatus>());
        var told = new Fact.Seen(((ServiceSnapshot)Service("late", "7").Object) with { AddressCondition = none.Condition });
        Assert.Empty(Written(Step(new Fact.Leadership(false), told, new Fact.Leadership(true))));

        var promise = new AddressPromise(new ObjectKey("shop", "late"), "7", [Address.Parse("192.0.2.2")]);
        var write = Assert.Single(Step(new Fact.Leadership(false), new Fact.Leadership(true) { Promises = [promise] }).OfType<Command.WriteServiceStatus>());
        Assert.True(write.IsTransition);
        Assert.Empty(write.Ingress);
    }

    [Fact]
    public void What_is_settled_leaves_the_Lease_with_a_renewal_that_nobody_waits_for()
    {
        Assert.Equal(["web"], Written(Step(Pool(), Service("web", "7"), new Fact.InSync(), new Fact.Leadership(true))));
        var record = Assert.Single(Step(Service("web", "8", "192.0.2.0")).OfType<Command.RecordPromises>());
        Assert.False(record.IsUrgent);
        Assert.Empty(record.Promises);
    }

    /// <summary>Promises are recorded at once.</summary>
    private List<Command> Step(params Fact[] facts)
    {
        var commands = reactor.Step(facts, TimeSpan.Zero).Commands.ToList();
        if (commands.OfType<Command.RecordPromises>().LastOrDefault(record => record.IsUrgent) is { } record)
        {
            commands.AddRange(Step(new Fact.Ended(record, Outcome.Done)));
        }

        return commands;
    }

    private static IEnumerable<string> Written(IEnumerable<Command> commands) =>
        commands.OfType<Command.WriteServiceStatus>().Select(write => write.Service.Name);

    private static Fact.Seen Pool(string range = "192.0.2.0/30") => new(new PoolSpec(new ObjectKey("lb", "blue")) { Addresses = [range] });

    private static Fact.Seen Service(string name, string version, string? ip = null, string? wish = null) =>
        new(ClusterSim.Service(name) with { ResourceVersion = version, IngressIps = ip is null ? [] : [ip], LoadBalancerIp = wish });
}
