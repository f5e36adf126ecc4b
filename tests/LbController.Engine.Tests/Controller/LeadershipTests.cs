using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;

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

        var first = reactor.Step(facts, TimeSpan.Zero).Commands.OfType<Command.WriteServiceStatus>().Single();
        var second = other.Step(facts, TimeSpan.Zero).Commands.OfType<Command.WriteServiceStatus>().Single();
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

    private IReadOnlyList<Command> Step(params Fact[] facts) => reactor.Step(facts, TimeSpan.Zero).Commands;

    private static IEnumerable<string> Written(IEnumerable<Command> commands) =>
        commands.OfType<Command.WriteServiceStatus>().Select(write => write.Service.Name);

    private static Fact.Seen Pool() => new(new PoolSpec(new ObjectKey("lb", "blue")) { Addresses = ["192.0.2.0/30"] });

    private static Fact.Seen Service(string name, string version, params string[] ips) =>
        new(ClusterSim.Service(name) with { ResourceVersion = version, IngressIps = ips.ToValueArray() });
}
