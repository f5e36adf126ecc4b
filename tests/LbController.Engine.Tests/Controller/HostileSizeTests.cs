using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;

namespace LbController.Engine.Tests.Controller;

/// <summary>Sizes that nobody should have are decided upon as any other; how fast is measured by <c>lb-lab bench alloc</c>.</summary>
public sealed class HostileSizeTests
{
    [Fact]
    public void A_hundred_thousand_Services_have_addresses_of_ten_thousand_pools()
    {
        var pools = Enumerable.Range(0, 10_000).Select(i => Pool($"p{i:D5}", $"10.{i / 256}.{i % 256}.0/28"));
        var given = First([.. pools, .. Enumerable.Range(0, 100_000).Select(Service)]);
        Assert.Equal(100_000, given.Distinct().Count());
        Assert.Equal("10.24.105.15", given.Max().ToString());
    }

    [Fact]
    public void A_slash_8_and_a_v6_slash_32_cost_nothing_by_their_size()
    {
        var given = First([Pool("a", "10.0.0.0/8", "2001:db8::/32"), .. Enumerable.Range(0, 20_000).Select(i => Dual(Service(i)))]);
        Assert.Equal(40_000, given.Distinct().Count());
    }

    [Fact]
    public void Annotations_of_a_mebibyte_are_refused_in_a_few_words()
    {
        var service = Service(1) with
        {
            Annotations = LabelSet.From([new("metallb.io/loadBalancerIPs", new string('1', 1 << 19)), new("metallb.io/address-pool", new string('p', 1 << 19))]),
        };
        var commands = Step([Pool("a", "10.0.0.0/8"), service]);
        Assert.True(Assert.Single(commands.OfType<Command.WriteServiceStatus>()).Condition!.Message.Length < 500);
        Assert.All(commands.OfType<Command.RecordEvent>(), told => Assert.True(told.Message.Length < 500));
    }

    [Fact]
    public void A_list_of_a_hundred_thousand_addresses_is_refused_in_a_few_words()
    {
        var service = Service(1) with { Annotations = LabelSet.From([new("metallb.io/loadBalancerIPs", string.Join(',', Enumerable.Repeat("10.0.0.1", 100_000)))]) };
        var write = Assert.Single(Step([Pool("a", "10.0.0.0/8"), service]).OfType<Command.WriteServiceStatus>());
        Assert.Equal(("InvalidRequest", true), (write.Condition!.Reason, write.Condition.Message.Length < 500));
    }

    [Fact]
    public void Pools_with_a_hundred_thousand_entries_and_namespaces_are_read()
    {
        var large = Pool("a", [.. Enumerable.Range(0, 100_000).Select(i => $"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}/32")]) with
        {
            ServiceAllocation = new ServiceAllocationSpec(0, Enumerable.Range(0, 50_000).Select(i => $"ns{i}").ToValueArray(), [], []),
        };
        Assert.Equal("10.0.0.0", Assert.Single(First([large, Service(1)])).ToString());
    }

    [Fact]
    public void A_sharing_key_of_ten_thousand_Services_packs_them_by_their_ports()
    {
        var given = First([
            Pool("a", "10.0.0.0/8"),
            .. Enumerable.Range(0, 10_000).Select(i => Service(i) with { Annotations = LabelSet.From([new("metallb.io/allow-shared-ip", "k")]), Ports = [new ServicePort("TCP", 1 + (i % 100))] }),
        ]);
        Assert.Equal(100, given.Distinct().Count());
    }

    private static List<Address> First(IEnumerable<SnapshotObject> cluster) =>
        [.. Step(cluster).OfType<Command.WriteServiceStatus>().SelectMany(write => write.Ingress)];

    /// <summary>All portions of the first plan.</summary>
    private static List<Command> Step(IEnumerable<SnapshotObject> cluster)
    {
        var reactor = new ControllerReactor(new ControllerOptions(null, "lb"));
        var step = reactor.Step([.. cluster.Select(item => new Fact.Seen(item)), new Fact.InSync()], TimeSpan.Zero);
        List<Command> commands = [.. step.Commands];
        while (step.WakeAt == TimeSpan.Zero)
        {
            step = reactor.Step([], TimeSpan.Zero);
            commands.AddRange(step.Commands);
        }

        return commands;
    }

    private static PoolSpec Pool(string name, params string[] addresses) => new(new ObjectKey("lb", name)) { Addresses = addresses.ToValueArray() };

    private static ServiceSnapshot Service(int number) => new(new ObjectKey($"ns{number % 100}", $"s{number}"))
    {
        Uid = $"u{number}",
        CreatedAt = number,
        ResourceVersion = "1",
        ClusterIps = [Address.Parse("10.96.0.1")],
        Ports = [new ServicePort("TCP", 80)],
    };

    private static ServiceSnapshot Dual(ServiceSnapshot service) => service with
    {
        ClusterIps = [Address.Parse("10.96.0.1"), Address.Parse("fd00::1")],
        IpFamilyPolicy = IpFamilyPolicy.RequireDualStack,
    };
}
