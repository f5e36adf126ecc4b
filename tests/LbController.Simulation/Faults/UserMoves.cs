using System.Globalization;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Simulation.Running;

namespace LbController.Simulation.Faults;

/// <summary>What users do, in the words of a scenario: services, edits, nodes, pools, peers, pods.</summary>
internal static class UserMoves
{
    private static readonly Address ClusterIp = Address.Parse("10.96.0.1");
    private static readonly Address ClusterIp6 = Address.Parse("fd00::1");

    public static Action<World> ActionOf(string[] words, string text) => words switch
    {
        ["service", var name, var pool, .. var terms] => Make(name, pool, terms),
        ["delete", var name] => Delete(name),
        ["edit", var name, .. var what] => Edit(name, what, text),
        ["node", var name, var what] => Relabel(name, what, text),
        ["pods", "of", var name, "on", .. var nodes] => Place(name, nodes),
        ["pool", var name, "is", .. var addresses] => world => world.Api.Edit<PoolSpec>(World.Config(name), pool => pool with { Addresses = addresses.ToValueArray(), Reservations = [] }),
        ["pool", var name, "reserves", "nothing"] => world => world.Api.Edit<PoolSpec>(World.Config(name), pool => pool with { Reservations = [] }),
        ["pool", var name, "reserves", var address, "for", "whoever", "asks"] => world => Reserve(world, name, address, null),
        ["pool", var name, "reserves", var address, "for", var service] => world => Reserve(world, name, address, World.Shop(service)),
        ["pools", "with", "nonsense"] => world => world.Api.Put(new PoolSpec(World.Config("nonsense")) { Addresses = ["192.0.2.300/24", "192.0.2.9-192.0.2.1"] }),
        ["pools", "that", "overlap"] => world => world.Api.Put(new PoolSpec(World.Config("zz")) { Addresses = ["192.0.2.0/24"] }),
        ["pools", "that", "overlap", "no", "more"] => world => world.Api.Delete<PoolSpec>(World.Config("zz")),
        ["advertisement", "selects", "nobody"] => world => Select(world, [new LabelSelector(LabelSet.From([new("no", "such")]), [])]),
        ["advertisement", "selects", "all"] => world => Select(world, []),
        ["peer", "r1", "hold", var seconds] => Hold(int.Parse(seconds, CultureInfo.InvariantCulture)),
        ["peer", "with", "nonsense"] => world => world.Api.Put(new BgpPeerSpec(World.Config("bad")) { MyAsn = 0, PeerAddress = "10.0.0" }),
        _ => throw MoveReader.Unknown(text),
    };

    private static Action<World> Make(string name, string pool, string[] terms)
    {
        var pods = terms.SkipWhile(word => word != "on").Skip(1).ToArray();
        var port = int.Parse(terms.SkipWhile(word => word != "port").Skip(1).FirstOrDefault() ?? "80", CultureInfo.InvariantCulture);
        var annotations = new List<KeyValuePair<string, string>>();
        if (pool != "segment")
        {
            annotations.Add(new("metallb.io/address-pool", pool));
        }

        var shares = terms.Contains("shares", StringComparer.Ordinal);
        if (shares)
        {
            annotations.Add(new("metallb.io/allow-shared-ip", "together"));
        }

        var isDual = terms.Contains("dual", StringComparer.Ordinal);
        var service = new ServiceSnapshot(World.Shop(name))
        {
            Annotations = LabelSet.From(annotations),
            Selector = LabelSet.From([new("app", shares ? "together" : name)]),
            ClusterIps = isDual ? [ClusterIp, ClusterIp6] : terms.Contains("IPv6", StringComparer.Ordinal) ? [ClusterIp6] : [ClusterIp],
            IpFamilyPolicy = isDual ? IpFamilyPolicy.PreferDualStack : IpFamilyPolicy.SingleStack,
            ExternalTrafficPolicy = terms.Contains("local", StringComparer.Ordinal) ? "Local" : "Cluster",
            Ports = [new ServicePort("TCP", port)],
        };
        return world =>
        {
            if (world.Api.Find<ServiceSnapshot>(service.Key) is null)
            {
                world.Api.Put(service);
                world.Endpoints.Place(service.Key, pods);
            }
        };
    }

    private static Action<World> Delete(string name) => world =>
    {
        world.Api.Delete<ServiceSnapshot>(World.Shop(name));
        world.Endpoints.Remove(World.Shop(name));
    };

    private static Action<World> Place(string name, string[] nodes) => world =>
    {
        if (world.Api.Find<ServiceSnapshot>(World.Shop(name)) is not null)
        {
            world.Endpoints.Place(World.Shop(name), nodes);
        }
    };

    private static Action<World> Edit(string name, string[] what, string text)
    {
        Func<ServiceSnapshot, ServiceSnapshot> edit = what switch
        {
            ["type", var type] => service => service with { Type = type },
            ["policy", var policy] => service => service with { ExternalTrafficPolicy = policy },
            ["wish", var wish] => service => service with { LoadBalancerIp = wish },
            ["wish", "for", "nothing"] => service => service with { LoadBalancerIp = null },
            ["class", "other"] => service => service with { LoadBalancerClass = "other" },
            ["class", "none"] => service => service with { LoadBalancerClass = null },
            ["labels", var value] => service => service with { Labels = LabelSet.From([new("tier", value)]) },
            _ => throw MoveReader.Unknown(text),
        };
        return world => world.Api.Edit(World.Shop(name), edit);
    }

    private static Action<World> Relabel(string name, string what, string text)
    {
        Func<NodeSnapshot, NodeSnapshot> edit = what switch
        {
            "excluded" => node => node with { Labels = LabelSet.From([new(NodeSnapshot.ExcludeLabel, "")]) },
            "included" => node => node with { Labels = LabelSet.Empty },
            "drained" => node => node with { Annotations = LabelSet.From([new("lbcontroller.dev/drain", "yes")]) },
            "undrained" => node => node with { Annotations = LabelSet.Empty },
            "unavailable" => node => node with { NetworkUnavailable = true },
            "available" => node => node with { NetworkUnavailable = false },
            _ => throw MoveReader.Unknown(text),
        };
        return world => world.Api.Edit(new ObjectKey("", name), edit);
    }

    /// <summary>As far as the pool holds the address now: one that does not would be in error.</summary>
    private static void Reserve(World world, string name, string address, ObjectKey? service)
    {
        if (world.Api.View.Pools.PoolOf(Address.Parse(address))?.Name == name)
        {
            world.Api.Edit<PoolSpec>(World.Config(name), pool => pool with { Reservations = [new ReservationSpec([address], service)] });
        }
    }

    private static Action<World> Hold(int seconds) => world => world.Api.Edit<BgpPeerSpec>(World.Config("r1"), peer => peer with { HoldTime = TimeSpan.FromSeconds(seconds) });

    private static void Select(World world, ValueArray<LabelSelector> nodes) =>
        world.Api.Edit<L2AdvertisementSpec>(World.Config("segment"), known => known with { NodeSelectors = nodes });
}
