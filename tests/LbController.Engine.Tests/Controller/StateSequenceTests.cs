using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>
/// Hand-written sequences of states, each replayed in every form in which news can arrive: step by step, squashed into one, in pairs, twice over,
/// followed by stale repeats, and with a restart after each step. The end is always the same.
/// </summary>
public sealed class StateSequenceTests
{
    private static readonly SortedDictionary<string, Action<ClusterSim>[]> Sequences = new(StringComparer.Ordinal)
    {
        ["services come"] = [Blue("192.0.2.0/29"), Come("a", 1), Come("b", 2), Come("c", 3)],
        ["more than there are addresses"] = [Blue("192.0.2.0/31"), Come("a", 1), Come("b", 2), Come("c", 3), Come("d", 4)],
        ["the pool comes last"] = [Come("a", 1), Come("b", 2), Blue("192.0.2.0/29")],
        ["the pool grows"] = [Blue("192.0.2.0/32"), Come("a", 1), Come("b", 2), Blue("192.0.2.0/31")],
        ["who waits is served"] = [Blue("192.0.2.0/32"), Come("a", 1), Come("b", 2), sim => sim.Delete("a")],
        ["a request is met"] = [Blue("192.0.2.0/29"), sim => sim.Put(Service("a", 1) with { LoadBalancerIp = "192.0.2.5" }), Come("b", 2)],
        ["a request that cannot be met"] = [Blue("192.0.2.0/29"), sim => sim.Put(Service("a", 1) with { LoadBalancerIp = "198.51.100.1" }), Come("b", 2)],
        ["a slip in a pool and its mend"] = [Blue("192.0.2.0/29"), Come("a", 1), Blue("nonsense"), Blue("192.0.2.0/29"), Come("b", 2)],
        ["the pool goes and comes"] = [Blue("192.0.2.0/29"), Come("a", 1), sim => sim.DeletePool("blue"), Blue("192.0.2.0/29")],
        ["the address leaves the pool"] = [Blue("192.0.2.0/29"), Come("a", 1), Blue("192.0.2.4/30")],
        ["the type changes"] = [Blue("192.0.2.0/29"), Come("a", 1), sim => sim.Edit("a", service => service with { Type = "ClusterIP" })],
        ["a second family"] = [Blue("192.0.2.0/29"), sim => sim.Put(Service("a", 1) with { ClusterIps = [Address.Parse("10.96.0.1"), Address.Parse("fd00::1")], IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }), sim => sim.Pool("six", "2001:db8::/64")],
        ["sharing"] = [Blue("192.0.2.0/32"), sim => sim.Put(Sharing("a", 1, 80)), sim => sim.Put(Sharing("b", 2, 81)), sim => sim.Put(Sharing("c", 3, 80))],
        ["a key is given later"] = [Blue("192.0.2.0/32"), sim => sim.Put(Sharing("a", 1, 80)), sim => sim.Put(Service("b", 2) with { Ports = [new ServicePort("TCP", 81)] }), sim => sim.Put(Sharing("b", 2, 81))],
        ["a namespace gets its label"] = [Pinned(), Come("a", 1), sim => sim.Post(new Fact.Seen(new NamespaceSnapshot(new ObjectKey("", "shop"), LabelSet.From([new("tier", "gold")]))))],
        ["status emptied"] = [Blue("192.0.2.0/29"), Come("a", 1), sim => sim.Edit("a", service => service with { IngressIps = [] })],
        ["a reservation"] = [Blue("192.0.2.0/29"), sim => sim.EditPool("blue", pool => pool with { Reservations = [new(["192.0.2.0"], Key("b"))] }), Come("b", 2), Come("c", 3)],
    };

    public static TheoryData<string> Names => [.. Sequences.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_end_does_not_depend_on_how_the_news_arrives(string name)
    {
        var steps = Sequences[name];
        var expected = Describe(Play(new ClusterSim(), steps, restarts: false));
        Assert.Equal(("pairs", expected), ("pairs", Describe(Play(new ClusterSim(), [.. steps.Chunk(2).Select(pair => (Action<ClusterSim>)(sim => Array.ForEach(pair, step => step(sim))))], restarts: false))));
        Assert.Equal(("twice over", expected), ("twice over", Describe(Play(new ClusterSim { Delivery = facts => [.. facts, .. facts] }, steps, restarts: false))));
        Assert.Equal(("stale repeats", expected), ("stale repeats", Describe(Play(new ClusterSim { Delivery = Stale() }, steps, restarts: false))));
        Assert.Equal(("restarts", expected), ("restarts", Describe(Play(new ClusterSim(), steps, restarts: true))));
        Assert.Equal(("one by one", expected), ("one by one", Describe(Play(new ClusterSim { HoldsBackOutcomes = true }, steps, restarts: false))));
        Assert.Equal(("squashed", Addresses(Play(new ClusterSim(), steps, restarts: false))), ("squashed", Addresses(Play(new ClusterSim(), [sim => Array.ForEach(steps, step => step(sim))], restarts: false))));
    }

    private static ClusterSim Play(ClusterSim sim, Action<ClusterSim>[] steps, bool restarts)
    {
        sim.Sync();
        foreach (var step in steps)
        {
            step(sim);
            sim.Run();
            if (restarts)
            {
                sim.Restart();
            }
        }

        sim.HoldsBackOutcomes = false;
        return sim.Run().Wait(TimeSpan.FromMinutes(1));
    }

    /// <summary>After each batch, everything about Services that was news before is told again.</summary>
    private static Func<IReadOnlyList<Fact>, IEnumerable<Fact>> Stale()
    {
        var past = new List<Fact>();
        return facts =>
        {
            List<Fact> told = [.. facts, .. past.Where(old => !facts.Any(fact => fact is Fact.Gone))];
            past.RemoveAll(old => facts.OfType<Fact.Gone>().Any(gone => old is Fact.Seen seen && seen.Object.Key == gone.Key));
            past.AddRange(facts.Where(fact => fact is Fact.Seen { Object: ServiceSnapshot }));
            return facts.Count == 0 ? [] : told;
        };
    }

    private static string Addresses(ClusterSim sim) => string.Join('\n', sim.Services.Select(service => $"{service.Key.Name} {service.IngressIps}"));

    private static string Describe(ClusterSim sim) => string.Join('\n', sim.Services
        .Select(service => $"{service.Key.Name} {service.IngressIps} {sim.PoolOf(service.Key.Name)} {service.AddressCondition}"));

    private static Action<ClusterSim> Blue(string addresses) => sim => sim.Pool("blue", addresses);

    private static Action<ClusterSim> Come(string name, long createdAt) => sim => sim.Put(Service(name, createdAt));

    private static Action<ClusterSim> Pinned() => sim => sim.Pool("blue", "192.0.2.0/29").EditPool(
        "blue", pool => pool with { ServiceAllocation = new ServiceAllocationSpec(0, [], [new LabelSelector(LabelSet.From([new("tier", "gold")]), [])], []) });

    private static ServiceSnapshot Sharing(string name, long createdAt, int port) => Service(name, createdAt) with
    {
        Annotations = LabelSet.From([new("metallb.io/allow-shared-ip", "k")]),
        Ports = [new ServicePort("TCP", port)],
    };
}
