using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>
/// A story of edits, and a crash at every single call to the API in it, before the call takes effect and after: a new process that knows
/// nothing comes to the same end, and no address moves that would have stayed.
/// </summary>
public sealed class CrashTests
{
    private static readonly Action<ClusterSim>[] Story =
    [
        sim => sim.Pool("blue", "192.0.2.0/29").Pool("six", "2001:db8::/64"),
        sim => sim.Put(Service("a", 1)).Put(Service("b", 2)).Put(Service("c", 3)),
        sim => sim.Put(Service("dual", 4) with { ClusterIps = [Address.Parse("10.96.0.4"), Address.Parse("fd00::4")], IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }),
        sim => sim.Put(Service("wish", 5) with { LoadBalancerIp = "192.0.2.5" }).Put(Service("lost", 6) with { LoadBalancerIp = "198.51.100.1" }),
        sim => sim.Put(Service("share1", 7) with { Annotations = Key("k") }).Put(Service("share2", 8) with { Annotations = Key("k"), Ports = [new ServicePort("UDP", 53)], LoadBalancerIp = "192.0.2.4" }),
        sim => sim.Delete("b").Put(Service("late", 9)).Put(Service("early", -1)),
        sim => sim.Edit("c", service => service with { LoadBalancerIp = "192.0.2.0" }),
        sim => sim.Edit("a", service => service with { Type = "ClusterIP" }),
        sim => sim.Edit("late", service => service with { IngressIps = [] }),
        sim => sim.Pool("blue", "192.0.2.2/31", "192.0.2.4/30"),
        sim => sim.Pool("blue", "nonsense"),
        sim => sim.Pool("blue", "192.0.2.0/29").Pool("red", "192.0.2.0/30"),
        sim => sim.Edit("dual", service => service with { ClusterIps = [Address.Parse("10.96.0.4")], IpFamilyPolicy = IpFamilyPolicy.SingleStack }),
        sim => sim.DeletePool("red").Edit("lost", service => service with { LoadBalancerIp = null }),
    ];

    [Fact]
    public void A_crash_between_any_two_calls_leads_to_the_same_end()
    {
        var (whole, calls) = Play(crashAt: null, isAfter: false);
        Assert.True(calls >= 50, $"the story has only {calls} calls");
        for (var call = 1; call <= calls; call++)
        {
            Assert.Equal((call, false, whole), (call, false, Play(call, isAfter: false).End));
            Assert.Equal((call, true, whole), (call, true, Play(call, isAfter: true).End));
        }
    }

    [Fact]
    public void Two_crashes_lead_to_the_same_end_too()
    {
        var (whole, calls) = Play(crashAt: null, isAfter: false);
        for (var call = 1; call <= calls; call += 3)
        {
            for (var again = 1; again < 12; again += 2)
            {
                Assert.Equal((call, again, whole), (call, again, Play(call, isAfter: true, again).End));
            }
        }
    }

    private static (string End, int Calls) Play(int? crashAt, bool isAfter, int? again = null)
    {
        var calls = 0;
        var sim = new ClusterSim { CrashesAtCall = crashAt, CrashesAfterTheEffect = isAfter };
        sim.Run();
        foreach (var move in Story.Prepend(sim => sim.Sync()))
        {
            var before = sim.Commands.Count;
            try
            {
                move(sim);
                sim.Run();
            }
            catch (CrashException)
            {
                (sim.CrashesAtCall, again) = (again, null);
                Recover(sim);
            }

            calls += sim.Commands.Count - before;
            var shown = sim.Services.SelectMany(service => service.IngressIps.Select(ip => (ip, service.Annotations["metallb.io/allow-shared-ip"] ?? service.Key.Name))).ToList();
            Assert.Equal(shown.Distinct().Count(), shown.Select(pair => pair.ip).Distinct().Count());
        }

        return (Describe(sim), calls);
    }

    private static void Recover(ClusterSim sim)
    {
        try
        {
            sim.Restart();
        }
        catch (CrashException)
        {
            sim.Restart();
        }
    }

    private static string Describe(ClusterSim sim) => string.Join('\n', sim.Services
        .Select(service => $"{service.Key} {service.IngressIps} {sim.PoolOf(service.Key.Name)} {service.AddressCondition}")
        .Concat(new[] { "blue", "six" }.Select(pool => $"{pool} {sim.CountersOf(pool)}"))
        .Append($"{sim.State}"));

    private static LabelSet Key(string key) => LabelSet.From([new("metallb.io/allow-shared-ip", key)]);
}
