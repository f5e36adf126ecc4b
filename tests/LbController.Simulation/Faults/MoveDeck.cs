using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Simulation.Cluster;
using LbController.Simulation.Running;
using LbController.Simulation.Time;

namespace LbController.Simulation.Faults;

/// <summary>Draws from a seed what happens to the world: which classes of faults there are, then one move after the other.</summary>
public sealed class MoveDeck
{
    public static readonly TimeSpan Storm = TimeSpan.FromSeconds(45);

    private static readonly Address ClusterIp = Address.Parse("10.96.0.1");
    private static readonly Address ClusterIp6 = Address.Parse("fd00::1");

    private readonly SimRandom random;
    private readonly Shape shape;
    private readonly List<Move> moves = [];
    private readonly List<Action<TimeSpan>> classes = [];

    private MoveDeck(ulong seed, Shape shape)
    {
        random = SimRandom.For(seed, "moves");
        this.shape = shape;
    }

    public static Shape ShapeOf(ulong seed)
    {
        var chance = SimRandom.For(seed, "shape");
        return new Shape(2 + chance.Below(4), 1 + chance.Below(2), 1 + chance.Below(2), 2) { HasSlowHearts = chance.Chance(0.75) };
    }

    /// <summary>The moves of a seed in their order.</summary>
    public static IReadOnlyList<Move> Draw(ulong seed, Shape shape)
    {
        var deck = new MoveDeck(seed, shape);
        deck.DrawAll();
        return [.. deck.moves.OrderBy(move => move.At)];
    }

    private string Node() => $"n{1 + random.Below(shape.Nodes)}";

    private void Add(TimeSpan at, string text, Action<World> action) => moves.Add(new Move(at, text, action));

    private void DrawAll()
    {
        DrawFirstServices();
        Action<TimeSpan>[] faults =
        [
            Crash, Crash, Kill, Pause, Upgrade, Unplug, Part, ApiAway, CutOff, RestartController, PauseController, CutOffController, RouterCrash, ResetTcp, Deaf,
        ];
        foreach (var fault in faults)
        {
            if (random.Chance(0.4))
            {
                classes.Add(fault);
            }
        }

        classes.AddRange([UserService, UserService, UserEdit, UserEdit, UserNode, UserPool, UserPods]);
        var faultyApi = random.Chance(0.5);
        if (faultyApi)
        {
            var faults2 = new ApiFaults
            {
                Failure = random.Chance(0.5) ? 0.1 : 0,
                Conflict = random.Chance(0.5) ? 0.1 : 0,
                LostAnswer = random.Chance(0.5) ? 0.1 : 0,
                MostLag = random.Chance(0.5) ? 500 : 20,
                Coalesce = random.Chance(0.5) ? 0.3 : 0,
                Replay = random.Chance(0.5) ? 0.1 : 0,
                Expire = random.Chance(0.5) ? 0.1 : 0,
                Stall = random.Chance(0.3) ? 0.03 : 0,
            };
            Add(TimeSpan.FromSeconds(1), $"api: {faults2}", world => world.Api.Faults = faults2);
        }

        if (random.Chance(0.2))
        {
            Add(TimeSpan.FromSeconds(1), "lan: loses 1 in 20", world => world.Lan.Loss = 0.05);
        }

        if (random.Chance(0.3))
        {
            var node = Node();
            var rate = 1 + ((random.Below(3) - 1) * 0.01);
            Add(TimeSpan.Zero, $"clock of {node} runs at {rate}", world => world.SpeakerOf(node).ClockRate = rate);
        }

        if (random.Chance(0.3))
        {
            Add(TimeSpan.Zero, "routers restart gracefully", world => world.Routers.ToList().ForEach(router => router.IsGraceful = true));
        }

        var at = TimeSpan.FromSeconds(5);
        while (at < Storm)
        {
            random.Pick(classes)(at);
            at += random.Between(200, 6000);
        }
    }

    private void DrawFirstServices()
    {
        for (var i = 0; i < 4; i++)
        {
            MakeService($"s{i}", TimeSpan.FromMilliseconds(500 + (300 * i)));
        }
    }

    private void MakeService(string name, TimeSpan at)
    {
        var isRouted = random.Chance(0.4);
        var isLocal = random.Chance(0.3);
        var shares = random.Chance(0.2);
        var port = 1 + random.Below(4);
        var families = isRouted ? 0 : random.Below(5);
        string[] pods = [.. Enumerable.Range(0, 1 + random.Below(2)).Select(_ => Node()).Distinct()];
        Add(at, $"service {name} {(isRouted ? "routed" : "segment")}{(families == 3 ? " IPv6" : families == 4 ? " dual" : "")}{(isLocal ? " local" : "")}{(shares ? $" shares port {port}" : "")} on {string.Join(' ', pods)}", world =>
        {
            var key = World.Shop(name);
            if (world.Api.Find<ServiceSnapshot>(key) is not null)
            {
                return;
            }

            var annotations = new List<KeyValuePair<string, string>>();
            if (isRouted)
            {
                annotations.Add(new("metallb.io/address-pool", "routed"));
            }

            if (shares)
            {
                annotations.Add(new("metallb.io/allow-shared-ip", "together"));
            }

            world.Api.Put(new ServiceSnapshot(key)
            {
                Annotations = LabelSet.From(annotations),
                ClusterIps = families switch { 3 => [ClusterIp6], 4 => [ClusterIp, ClusterIp6], _ => [ClusterIp] },
                IpFamilyPolicy = families == 4 ? IpFamilyPolicy.PreferDualStack : IpFamilyPolicy.SingleStack,
                ExternalTrafficPolicy = isLocal ? "Local" : "Cluster",
                Ports = [new ServicePort("TCP", port)],
            });
            world.Tell("user", $"makes {name}");
            world.Endpoints.Place(key, pods);
        });
    }

    private void UserService(TimeSpan at)
    {
        var name = $"s{random.Below(8)}";
        if (random.Chance(0.6))
        {
            MakeService(name, at);
        }
        else
        {
            Add(at, $"delete {name}", world =>
            {
                world.Tell("user", $"deletes {name}");
                world.Api.Delete<ServiceSnapshot>(World.Shop(name));
                world.Endpoints.Remove(World.Shop(name));
            });
        }
    }

    private void UserEdit(TimeSpan at)
    {
        var name = $"s{random.Below(8)}";
        (string Text, Func<ServiceSnapshot, ServiceSnapshot> Edit)[] edits =
        [
            ("type", service => service with { Type = service.Type == "LoadBalancer" ? "ClusterIP" : "LoadBalancer" }),
            ("policy", service => service with { ExternalTrafficPolicy = service.IsLocal ? "Cluster" : "Local" }),
            ("wish", service => service with { LoadBalancerIp = service.LoadBalancerIp is null ? $"192.0.2.{random.Below(18)}" : null }),
            ("class", service => service with { LoadBalancerClass = service.LoadBalancerClass is null ? "other" : null }),
            ("nonsense", service => service with { LoadBalancerIp = service.LoadBalancerIp is null ? "no address" : null }),
            ("labels", service => service with { Labels = service.Labels.Count == 0 ? LabelSet.From([new("tier", "gold")]) : LabelSet.Empty }),
        ];
        var wish = $"192.0.2.{random.Below(18)}";
        edits[2] = ("wish", service => service with { LoadBalancerIp = service.LoadBalancerIp is null ? wish : null });
        var (text, edit) = random.Pick(edits);
        Add(at, $"edit {name} {text}{(text == "wish" ? " " + wish : "")}", world =>
        {
            world.Tell("user", $"edits {name}: {text}");
            world.Api.Edit(World.Shop(name), edit);
        });
    }

    private void UserNode(TimeSpan at)
    {
        var node = Node();
        var edit = random.Below(3);
        Add(at, $"node {node} {(edit == 0 ? "excluded" : edit == 1 ? "drained" : "network unavailable")} or not", world =>
        {
            world.Tell("user", $"relabels {node}, {edit}");
            world.Api.Edit<NodeSnapshot>(new ObjectKey("", node), known => edit switch
            {
                0 => known with { Labels = known.Labels.Count == 0 ? LabelSet.From([new(NodeSnapshot.ExcludeLabel, "")]) : LabelSet.Empty },
                1 => known with { Annotations = known.Annotations.Count == 0 ? LabelSet.From([new("lbcontroller.dev/drain", "yes")]) : LabelSet.Empty },
                _ => known with { NetworkUnavailable = !known.NetworkUnavailable },
            });
        });
    }

    private void UserPool(TimeSpan at)
    {
        (string Text, Action<World> Edit)[] edits =
        [
            ("pool segment smaller", world => world.Api.Edit<PoolSpec>(World.Config("segment"), pool => pool with { Addresses = ["192.0.2.0/29"] })),
            ("pool segment as before", world => world.Api.Edit<PoolSpec>(World.Config("segment"), pool => pool with { Addresses = ["192.0.2.0/28"] })),
            ("pool segment elsewhere", world => world.Api.Edit<PoolSpec>(World.Config("segment"), pool => pool with { Addresses = ["192.0.2.64/28"] })),
            ("pool nonsense", world => world.Api.Put(new PoolSpec(World.Config("nonsense")) { Addresses = ["192.0.2.300/24", "192.0.2.9-192.0.2.1"] })),
            ("pool overlapping", world => world.Api.Put(new PoolSpec(World.Config("zz")) { Addresses = ["192.0.2.0/24"] })),
            ("no pool overlapping", world => world.Api.Delete<PoolSpec>(World.Config("zz"))),
            ("advertisement for n1", world => world.Api.Edit<L2AdvertisementSpec>(World.Config("segment"), known => known with { NodeSelectors = known.NodeSelectors.IsEmpty ? [new LabelSelector(LabelSet.From([new("no", "such")]), [])] : [] })),
            ("peer edited", world => world.Api.Edit<BgpPeerSpec>(World.Config("r1"), peer => peer with { HoldTime = TimeSpan.FromSeconds(peer.HoldTime == TimeSpan.FromSeconds(9) ? 12 : 9) })),
            ("peer nonsense", world => world.Api.Put(new BgpPeerSpec(World.Config("bad")) { MyAsn = 0, PeerAddress = "10.0.0" })),
        ];
        var (text, edit) = random.Pick(edits);
        Add(at, text, world =>
        {
            world.Tell("user", text);
            edit(world);
        });
    }

    private void UserPods(TimeSpan at)
    {
        var name = $"s{random.Below(8)}";
        string[] pods = [.. Enumerable.Range(0, random.Below(3)).Select(_ => Node()).Distinct()];
        Add(at, $"pods of {name} on {string.Join(' ', pods)}", world =>
        {
            if (world.Api.Find<ServiceSnapshot>(World.Shop(name)) is not null)
            {
                world.Endpoints.Place(World.Shop(name), pods);
            }
        });
    }

    private void Crash(TimeSpan at) => Span(at, Node(), "crashes", (world, node) => world.NodeOf(node).Crash(), (world, node) => world.NodeOf(node).Boot());

    private void Kill(TimeSpan at) => Span(at, Node(), "speaker killed", (world, node) => world.SpeakerOf(node).Kill(), (world, node) => Start(world, node));

    private void Pause(TimeSpan at) => Span(at, Node(), "speaker paused", (world, node) => world.SpeakerOf(node).Pause(), (world, node) => world.SpeakerOf(node).Resume());

    private void Upgrade(TimeSpan at)
    {
        for (var i = 1; i <= shape.Nodes; i++)
        {
            var node = $"n{i}";
            var start = at + TimeSpan.FromSeconds(3 * (i - 1));
            Add(start, $"{node} speaker upgraded", world => Restart(world, node));
        }
    }

    private void Unplug(TimeSpan at) => Span(at, Node(), "unplugged", (world, node) => world.NodeOf(node).Unplug(), (world, node) => world.NodeOf(node).Plug());

    private void Part(TimeSpan at) => Span(at, "lan", "parted", (world, _) => world.Lan.Cut(), (world, _) => world.Lan.Join());

    private void ApiAway(TimeSpan at) => Span(at, "api", "away", (world, _) => world.Api.IsAway = true, (world, _) => world.Api.IsAway = false);

    private void CutOff(TimeSpan at) => Span(at, Node(), "cut off from the API", (world, node) => world.SpeakerOf(node).IsCutOff = true, (world, node) => world.SpeakerOf(node).IsCutOff = false);

    private string Controller() => $"controller-{1 + random.Below(shape.Controllers)}";

    private void RestartController(TimeSpan at) => Span(at, Controller(), "killed", (world, name) => world.ControllerOf(name).Kill(), (world, name) => world.ControllerOf(name).Start());

    /// <summary>Long enough that the Lease is lost.</summary>
    private void PauseController(TimeSpan at) => Span(at, Controller(), "paused", (world, name) => world.ControllerOf(name).Pause(), (world, name) => world.ControllerOf(name).Resume(), 22_000);

    private void CutOffController(TimeSpan at) => Span(at, Controller(), "cut off from the API", (world, name) => world.ControllerOf(name).IsCutOff = true, (world, name) => world.ControllerOf(name).IsCutOff = false, 22_000);

    private void RouterCrash(TimeSpan at) => Span(at, "r1", "crashes", (world, _) => world.Routers[0].Crash(), (world, _) => world.Routers[0].Boot());

    private void ResetTcp(TimeSpan at) => Add(at, "a connection is reset", world => world.Tcp.ResetOne());

    private void Deaf(TimeSpan at)
    {
        var to = Node();
        Span(at, Node(), $"not heard by {to}", (world, node) => world.Lan.Deaf.Add((node, to)), (world, node) => world.Lan.Deaf.Remove((node, to)));
    }

    private void Span(TimeSpan at, string who, string what, Action<World, string> begin, Action<World, string> end, double longest = 15_000)
    {
        var until = at + random.Between(500, longest);
        Add(at, $"{who} {what}", world => begin(world, who));
        Add(until, $"{who} no more {what}", world => end(world, who));
    }

    private static void Start(World world, string node)
    {
        if (world.NodeOf(node).IsUp)
        {
            world.SpeakerOf(node).Start();
        }
    }

    private static void Restart(World world, string node)
    {
        if (world.NodeOf(node).IsUp)
        {
            world.SpeakerOf(node).Restart();
        }
    }
}
