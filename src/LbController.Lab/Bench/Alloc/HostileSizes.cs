using System.Diagnostics;
using System.Globalization;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;

namespace LbController.Lab.Bench.Alloc;

/// <summary>The controller's decisions alone, in this process, on clusters of sizes that nobody should have.</summary>
internal static class HostileSizes
{
    private const string Lb = "metallb-system";

    public static IReadOnlyList<BenchRow> Measure(Action<string> say)
    {
        say("hostile sizes, in memory");
        return
        [
            Row("H1", "100,000 Services from 10,000 pools: first plan", "<= 10 s and 1 GiB", 10_000, ManyPools(10_000).Concat(Services(100_000))),
            Row("H2", "100,000 Services from a /8 and a v6 /32: first plan", "<= 10 s and 1 GiB", 10_000, [Pool("a", "10.0.0.0/8", "2001:db8::/32"), .. Services(100_000)]),
            Row("H3", "200 Services with 1 MiB of annotations each: first plan", "<= 1 s and 1 GiB", 1_000, [Pool("a", "10.0.0.0/8"), .. Services(200).Select(Bloated)]),
            Change("H4", "one Service more among 100,000: plan", "<= 4 ms", [Pool("a", "10.0.0.0/8"), .. Services(100_000)], number => Service(200_000 + number)),
            Change("H5", "one pool edited among 10,000, with 10,000 Services: plan", "<= 500 ms", [.. ManyPools(10_000), .. Services(10_000)], number => Pool("extra", $"11.{number}.0.0/16")),
        ];
    }

    private static BenchRow Row(string id, string what, string target, double milliseconds, IEnumerable<SnapshotObject> cluster)
    {
        var facts = cluster.Select(Seen).Append(new Fact.InSync()).ToList();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = CpuTime;
        var reactor = new ControllerReactor(new ControllerOptions(null, Lb));
        var commands = FirstPlan(reactor, facts);
        var took = (CpuTime - start).TotalMilliseconds;
        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
        GC.KeepAlive(reactor);
        var given = commands.OfType<Command.WriteServiceStatus>().Count(write => !write.Ingress.IsEmpty);
        var text = string.Create(CultureInfo.InvariantCulture, $"{what} ({given} addresses, {megabytes:0} MiB kept)");
        return new BenchRow(id, text, "ms of CPU", new Sample([took]), target, took <= milliseconds && megabytes <= 1024);
    }

    /// <summary>All portions of it, with no write done in between.</summary>
    private static List<Command> FirstPlan(ControllerReactor reactor, IReadOnlyList<Fact> facts)
    {
        var commands = new List<Command>();
        var step = reactor.Step(facts, TimeSpan.Zero);
        commands.AddRange(step.Commands);
        while (step.WakeAt == TimeSpan.Zero)
        {
            step = reactor.Step([], TimeSpan.Zero);
            commands.AddRange(step.Commands);
        }

        return commands;
    }

    private static BenchRow Change(string id, string what, string target, IEnumerable<SnapshotObject> cluster, Func<int, SnapshotObject> change)
    {
        var reactor = new ControllerReactor(new ControllerOptions(null, Lb));
        Settle(reactor, [.. cluster.Select(Seen), new Fact.InSync()]);
        var times = new List<double>();
        for (var number = 0; number < 100; number++)
        {
            Fact[] facts = [Seen(change(number))];
            var watch = Stopwatch.StartNew();
            var commands = reactor.Step(facts, TimeSpan.Zero).Commands;
            times.Add(watch.Elapsed.TotalMilliseconds);
            Settle(reactor, [.. commands.Select(command => new Fact.Ended(command, Outcome.Done))]);
        }

        var sample = new Sample(times);
        return new BenchRow(id, what, "ms", sample, target, sample.Median <= double.Parse(target.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    private static void Settle(ControllerReactor reactor, IReadOnlyList<Fact> facts)
    {
        while (FirstPlan(reactor, facts) is { Count: > 0 } commands)
        {
            facts = [.. commands.Select(command => new Fact.Ended(command, Outcome.Done))];
        }
    }

    /// <summary>Of one thread that does not wait, on a machine that others use too.</summary>
    private static TimeSpan CpuTime => Environment.CpuUsage.TotalTime;

    private static Fact Seen(SnapshotObject item) => new Fact.Seen(item);

    private static IEnumerable<SnapshotObject> ManyPools(int count) =>
        Enumerable.Range(0, count).Select(i => Pool($"p{i}", $"10.{i / 256}.{i % 256}.0/28"));

    private static PoolSpec Pool(string name, params string[] addresses) => new(new ObjectKey(Lb, name)) { Uid = name, CreatedAt = 1, Addresses = addresses.ToValueArray() };

    private static IEnumerable<ServiceSnapshot> Services(int count) => Enumerable.Range(0, count).Select(Service);

    private static ServiceSnapshot Service(int number) => new(new ObjectKey($"n{number % 100}", $"s{number}"))
    {
        Uid = $"u{number}",
        CreatedAt = number,
        ResourceVersion = "1",
        ClusterIps = [Address.V4(0x0a600000u + (uint)number)],
        Ports = [new ServicePort("TCP", 80)],
    };

    private static ServiceSnapshot Bloated(ServiceSnapshot service) => service with
    {
        Annotations = LabelSet.From([new("metallb.io/loadBalancerIPs", new string('1', 1 << 19)), new("metallb.io/allow-shared-ip", service.Uid + new string('k', 1 << 19))]),
    };
}
