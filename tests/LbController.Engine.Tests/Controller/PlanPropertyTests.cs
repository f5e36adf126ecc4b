using System.Security.Cryptography;
using System.Text;
using CsCheck;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>What holds whatever the Services ask for and whatever happens around them.</summary>
public sealed class PlanPropertyTests
{
    private static readonly Gen<(int Move, int Which)[]> Moves = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 7]).Array[1, 50];

    [Fact]
    public void No_two_unrelated_Services_share() => Moves.Sample(
        moves =>
        {
            var sim = new ClusterSim().Pool("blue", "192.0.2.0/30", "2001:db8::/126").Sync();
            foreach (var (move, which) in moves)
            {
                PlaySharing(sim, move, which);
                sim.Run();
                AssertSharingIsAgreed(sim);
            }
        },
        iter: 1500);

    [Fact]
    public void An_address_stays_under_any_order_of_events_around_it() => Moves.Sample(
        moves =>
        {
            var sim = new ClusterSim(new ControllerOptions(null, "lb") { AddressCoolDown = TimeSpan.FromMinutes(1) })
                .Pool("blue", "192.0.2.0/29").Put(Service("kept", createdAt: 100)).Sync();
            Assert.Equal("192.0.2.0", sim.AddressesOf("kept"));
            foreach (var (move, which) in moves)
            {
                PlayAround(sim, move, which);
                sim.Run();
                Assert.Equal("192.0.2.0", sim.AddressesOf("kept"));
            }
        },
        iter: 1500);

    /// <summary>Text hashes differ from process to process; the plan must not. The value was recorded in another process.</summary>
    [Fact]
    public void The_same_snapshot_gives_the_same_plan_in_another_process()
    {
        var facts = new List<Fact>();
        for (var i = 0; i < 20; i++)
        {
            facts.Add(new Fact.Seen(new PoolSpec(new ObjectKey("lb", $"pool-{i * 7 % 20}"))
            {
                Addresses = [$"10.{i}.0.0/28", $"2001:db8:{i}::/124"],
                ServiceAllocation = i % 3 == 0 ? new ServiceAllocationSpec(i % 4, [$"ns{i % 5}"], [], []) : null,
            }));
        }

        for (var i = 0; i < 500; i++)
        {
            facts.Add(new Fact.Seen(new ServiceSnapshot(new ObjectKey($"ns{i % 5}", $"svc-{i * 13 % 500}"))
            {
                Uid = $"{i}",
                CreatedAt = i % 17,
                ResourceVersion = $"{i}",
                ClusterIps = i % 4 == 0 ? [Address.Parse("10.96.0.1"), Address.Parse("fd00::1")] : [Address.Parse("10.96.0.1")],
                IpFamilyPolicy = i % 8 == 0 ? IpFamilyPolicy.RequireDualStack : IpFamilyPolicy.PreferDualStack,
                Annotations = i % 6 == 0 ? LabelSet.From([new("metallb.io/allow-shared-ip", $"key{i % 4}")]) : LabelSet.Empty,
                Ports = [new ServicePort("TCP", 80 + (i % 3))],
            }));
        }

        facts.Add(new Fact.InSync());
        var commands = new ControllerReactor(new ControllerOptions(null, "lb")).Step(facts, TimeSpan.Zero).Commands;
        var plan = string.Join('\n', commands.Select(command => command is Command.WriteServiceStatus write ? $"{write.Service} {write.Ingress} {write.Pool} {write.Condition}" : command.ToString()));
        Assert.Equal("1FF172000FE18219", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(plan)))[..16]);
    }

    private static void PlaySharing(ClusterSim sim, int move, int which)
    {
        var name = $"s{which}";
        var exists = sim.Services.Any(service => service.Key.Name == name);
        if (!exists)
        {
            sim.Put(Service(name, which) with { Ports = [new ServicePort("TCP", 80 + (move % 3))], Annotations = KeyOf(move) });
            return;
        }

        _ = move switch
        {
            0 => sim.Delete(name),
            1 or 2 => sim.Edit(name, service => service with { Annotations = LabelSet.From(service.Annotations.Where(pair => pair.Key != "metallb.io/allow-shared-ip").Concat(KeyOf(which + move))) }),
            3 => sim.Edit(name, service => service with { Ports = [new ServicePort("TCP", 80 + (which % 3)), new ServicePort("UDP", 80)] }),
            4 => sim.Edit(name, service => service with { ExternalTrafficPolicy = service.IsLocal ? "Cluster" : "Local", Selector = LabelSet.From([new("app", $"{which % 2}")]) }),
            5 => sim.Edit(name, service => service with { LoadBalancerIp = service.LoadBalancerIp is null ? $"192.0.2.{which % 4}" : null }),
            6 => sim.Edit(name, service => service with { IngressIps = [$"192.0.2.{which % 4}"] }),
            7 => sim.Restart(),
            _ => sim.Edit(name, service => service with { ClusterIps = [Address.Parse("10.96.0.1"), Address.Parse("fd00::1")], IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }),
        };
    }

    private static void PlayAround(ClusterSim sim, int move, int which)
    {
        var name = $"s{which}";
        var exists = sim.Services.Any(service => service.Key.Name == name);
        _ = move switch
        {
            0 or 1 when !exists => sim.Put(Service(name, which)),
            1 when exists => sim.Delete(name),
            2 when exists => sim.Edit(name, service => service with { LoadBalancerIp = "192.0.2.0" }),
            3 => sim.Pool($"aa{which}", $"198.51.100.{which}/32"),
            4 => sim.Pool("blue", which % 2 == 0 ? "192.0.2.0/29" : "192.0.2.0/28"),
            5 => sim.Restart(),
            6 => sim.Pool("blue", "nonsense"),
            7 => sim.Wait(TimeSpan.FromSeconds(which * 20)),
            8 when which == 0 => sim.EditPool("blue", pool => pool with { AutoAssign = !pool.AutoAssign }),
            8 when exists => sim.Edit(name, service => service with { IngressIps = ["192.0.2.0"] }),
            _ => sim.Edit("kept", service => service with { Ports = [new ServicePort("TCP", 80 + which)] }),
        };
    }

    private static void AssertSharingIsAgreed(ClusterSim sim)
    {
        foreach (var group in sim.Services.SelectMany(service => service.IngressIps.Select(ip => (ip, service))).GroupBy(pair => pair.ip, pair => pair.service))
        {
            var services = group.ToList();
            if (services.Count == 1)
            {
                continue;
            }

            Assert.Single(services.Select(service => service.Annotations["metallb.io/allow-shared-ip"] ?? service.Key.Name).Distinct());
            Assert.Single(services.Select(service => service.IsLocal ? service.Selector.ToString() : "").Distinct());
            Assert.Equal(services.Sum(service => service.Ports.Count), services.SelectMany(service => service.Ports).Distinct().Count());
        }
    }

    private static LabelSet KeyOf(int number) => number % 3 == 0 ? LabelSet.Empty : LabelSet.From([new("metallb.io/allow-shared-ip", $"k{number % 3}")]);
}
