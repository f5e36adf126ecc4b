using CsCheck;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>What the controller does depends on the state of the cluster, not on how the news of it arrived.</summary>
public sealed class ControllerReplayTests
{
    private static readonly Fact[] History =
    [
        new Fact.Seen(Pool("blue", "192.0.2.0/30")),
        new Fact.Seen(Pool("red", "203.0.113.0/30") with { AutoAssign = false }),
        new Fact.Seen(new NamespaceSnapshot(new ObjectKey("", "shop"), LabelSet.From([new("tier", "gold")]))),
        new Fact.Seen(Versioned("held") with { IngressIps = ["192.0.2.1"] }),
        new Fact.Seen(Versioned("lost") with { IngressIps = ["198.51.100.1"] }),
        new Fact.Seen(Versioned("new-a", 3)),
        new Fact.Seen(Versioned("new-b", 2)),
        new Fact.Seen(Versioned("asking") with { LoadBalancerIp = "203.0.113.2" }),
        new Fact.Seen(Versioned("too-many", 9)),
        new Fact.Seen(Versioned("leaving") with { Type = "ClusterIP", IngressIps = ["192.0.2.3"], Annotations = LabelSet.From([new("metallb.io/ip-allocated-from-pool", "blue")]) }),
    ];

    [Fact]
    public void The_first_plan_is_the_same_for_every_order_cut_and_repetition_of_the_news()
    {
        var expected = Plan([[.. History]]);
        Assert.Contains("asking 203.0.113.2 red", expected, StringComparison.Ordinal);
        Assert.Contains("leaving  ", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Plan([[.. History.Reverse()]]));
        Assert.Equal(expected, Plan(History.Select(fact => new[] { fact })));
        Assert.Equal(expected, Plan([[.. History, .. History]]));
        Gen.Shuffle(History.Concat(History).ToArray()).Sample(facts => Plan(facts.Chunk(3)) == expected);
    }

    /// <summary>
    /// Users, watch and API do what they like: edits, deletions, conflicts, failures, silence, restarts. No address is ever shown by two
    /// Services; when the faults end, whoever can have an address has one, and a further restart finds nothing to do.
    /// </summary>
    [Fact]
    public void Whatever_happens_no_address_is_given_twice_and_in_the_end_all_is_well()
    {
        Gen.Select(Gen.Int[0, 10], Gen.Int[0, 4]).Array[1, 60].Sample(
            moves =>
            {
                var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Sync();
                foreach (var (move, which) in moves)
                {
                    Play(sim, move, $"s{which}");
                    sim.StepOnce();
                    AssertNoDoubles(sim);
                }

                Recover(sim);
                AssertNoDoubles(sim);
                var wanting = sim.Services.Where(service => service.Type == "LoadBalancer").ToList();
                Assert.Equal(Math.Min(4, wanting.Count), wanting.Count(service => !service.IngressIps.IsEmpty));
                Assert.All(sim.Services.Except(wanting), service => Assert.Empty(service.IngressIps));
                Assert.Empty(sim.Restart().StatusWrites);
            },
            iter: 2000);
    }

    private static void Play(ClusterSim sim, int move, string name)
    {
        var exists = sim.Services.Any(service => service.Key.Name == name);
        switch (move)
        {
            case 0 or 1 when !exists:
                sim.Put(Service(name));
                break;
            case 1 when exists:
                sim.Delete(name);
                break;
            case 2 when exists:
                sim.Edit(name, service => service with { Type = service.Type == "ClusterIP" ? "LoadBalancer" : "ClusterIP" });
                break;
            case 3 when exists:
                sim.Edit(name, service => service with { LoadBalancerIp = service.LoadBalancerIp is null ? "192.0.2.2" : null });
                break;
            case 4 when exists:
                sim.Edit(name, service => service with { IngressIps = [] });
                break;
            case 5:
                sim.Fault = command => command is Command.WriteServiceStatus ? new Outcome(OutcomeKind.Failed) : null;
                break;
            case 6:
                sim.Fault = _ => null;
                sim.Wait(TimeSpan.FromSeconds(1));
                break;
            case 7:
                sim.HoldsBackWatch = !sim.HoldsBackWatch;
                break;
            case 8:
                sim.HoldsBackOutcomes = !sim.HoldsBackOutcomes;
                break;
            case 9:
                sim.LosesAnswers = !sim.LosesAnswers;
                break;
            case 10:
                (sim.HoldsBackWatch, sim.HoldsBackOutcomes) = (false, false);
                sim.Restart();
                break;
        }
    }

    private static void Recover(ClusterSim sim)
    {
        (sim.HoldsBackWatch, sim.HoldsBackOutcomes, sim.LosesAnswers, sim.Fault) = (false, false, false, _ => null);
        foreach (var service in sim.Services.ToList())
        {
            sim.Edit(service.Key.Name, known => known with { LoadBalancerIp = null });
        }

        sim.Run().Wait(TimeSpan.FromMinutes(1)).Wait(TimeSpan.FromMinutes(1));
    }

    private static void AssertNoDoubles(ClusterSim sim)
    {
        var shown = sim.Services.SelectMany(service => service.IngressIps).ToList();
        Assert.Equal(shown.Count, shown.Distinct().Count());
    }

    private static string Plan(IEnumerable<Fact[]> batches)
    {
        var reactor = new ControllerReactor(new ControllerOptions(null, "lb"));
        foreach (var batch in batches)
        {
            Assert.Empty(reactor.Step(batch, TimeSpan.Zero).Commands);
        }

        var commands = reactor.Step([new Fact.InSync()], TimeSpan.Zero).Commands;
        return string.Join('\n', commands.Select(command => command is Command.WriteServiceStatus write
            ? $"{write.Service.Name} {write.Ingress} {write.Pool}"
            : command.ToString()));
    }

    private static PoolSpec Pool(string name, string addresses) => new(new ObjectKey("lb", name)) { Addresses = [addresses] };

    private static ServiceSnapshot Versioned(string name, long createdAt = 0) => Service(name, createdAt) with { ResourceVersion = "7" };
}
