using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Simulation.Bugs;
using LbController.Simulation.Checkers;
using LbController.Simulation.Cluster;
using LbController.Simulation.Running;
using LbController.Simulation.Time;

namespace LbController.Simulation.Stories;

/// <summary>
/// A scripted scenario: what happens, line by line, under all rules. Where a node is asked for, <c>owner</c> is the one that answered for
/// the address of the Service "web" when the word was used first.
/// </summary>
/// <example><code>Story.Of(nodes: 3).Service("web").Wait(3).Crash("owner").Wait(2).IsServed("web").Rest()</code></example>
public sealed class Story
{
    private readonly World world;
    private string? owner;
    private TimeSpan? asksOftenSince;

    private Story(Shape shape, ulong seed, PlantedBug bug)
    {
        world = new World(seed, shape, bug, keepsLines: true);
        world.RunFor(TimeSpan.FromSeconds(2));
    }

    public static Story Of(int nodes = 3, int routers = 1, int controllers = 1, ulong seed = 1, bool hasSlowHearts = false, bool hasPaths = false, bool isGraceful = false, double coolDown = 0, PlantedBug? bug = null) =>
        new(new Shape(nodes, routers, controllers) { HasSlowHearts = hasSlowHearts, HasPaths = hasPaths, IsGraceful = isGraceful, CoolDown = TimeSpan.FromSeconds(coolDown) }, seed, bug ?? PlantedBug.None);

    /// <summary>A Service with a pod on each node, or on those that are named.</summary>
    public Story Service(string name, string pool = "segment", bool isLocal = false, string sharing = "", int port = 80, params string[] pods)
    {
        var annotations = new List<KeyValuePair<string, string>>();
        if (pool != "segment")
        {
            annotations.Add(new("metallb.io/address-pool", pool));
        }

        if (sharing.Length > 0)
        {
            annotations.Add(new("metallb.io/allow-shared-ip", sharing));
        }

        world.Api.Put(new ServiceSnapshot(World.Shop(name))
        {
            Annotations = LabelSet.From(annotations),
            Selector = LabelSet.From([new("app", sharing.Length > 0 ? sharing : name)]),
            ExternalTrafficPolicy = isLocal ? "Local" : "Cluster",
            Ports = [new ServicePort("TCP", port)],
        });
        return Pods(name, pods.Length > 0 ? pods : [.. world.Nodes.Select(node => node.Name)]);
    }

    public Story Pods(string service, params string[] nodes) => Do($"pods of {service} on {string.Join(' ', nodes)}", _ => world.Endpoints.Place(World.Shop(service), nodes.Select(Named)));

    public Story Edit(string service, Func<ServiceSnapshot, ServiceSnapshot> edit) => Do($"edits {service}", _ => world.Api.Edit(World.Shop(service), edit));

    public Story Delete(string service) => Do($"deletes {service}", _ =>
    {
        world.Api.Delete<ServiceSnapshot>(World.Shop(service));
        world.Endpoints.Remove(World.Shop(service));
    });

    public Story Pool(string name, params string[] addresses) => Do($"pool {name} is {string.Join(' ', addresses)}", _ =>
    {
        var known = world.Api.Find<PoolSpec>(World.Config(name)) ?? new PoolSpec(World.Config(name));
        world.Api.Put(known with { Addresses = addresses.ToValueArray() });
    });

    public Story Relabel(string node, Func<NodeSnapshot, NodeSnapshot> edit) => Do($"relabels {node}", _ => world.Api.Edit(new ObjectKey("", Named(node)), edit));

    public Story Exclude(string node) => Relabel(node, known => known with { Labels = LabelSet.From([new(NodeSnapshot.ExcludeLabel, "")]) });

    public Story Drain(string node) => Relabel(node, known => known with { Annotations = LabelSet.From([new("lbcontroller.dev/drain", "yes")]) });

    public Story Crash(string node) => Do("", _ => world.NodeOf(Named(node)).Crash());

    public Story Boot(string node) => Do("", _ => world.NodeOf(Named(node)).Boot());

    public Story Unplug(string node) => Do("", _ => world.NodeOf(Named(node)).Unplug());

    public Story Plug(string node) => Do("", _ => world.NodeOf(Named(node)).Plug());

    public Story Kill(string node) => Do("", _ => world.SpeakerOf(Named(node)).Kill());

    public Story Start(string node) => Do("", _ => world.SpeakerOf(Named(node)).Start());

    public Story Upgrade(string node) => Do("", _ => world.SpeakerOf(Named(node)).Restart());

    public Story Leave(string node) => Do("", _ => world.SpeakerOf(Named(node)).Leave());

    public Story Pause(string node) => Do("", _ => world.SpeakerOf(Named(node)).Pause());

    public Story Resume(string node) => Do("", _ => world.SpeakerOf(Named(node)).Resume());

    public Story Api(ApiFaults faults) => Do($"api: {faults}", _ => world.Api.Faults = faults);

    public Story ApiAway(bool isAway = true) => Do($"api is {(isAway ? "away" : "back")}", _ => world.Api.IsAway = isAway);

    /// <summary>Anything that has no word of its own.</summary>
    public Story Do(string text, Action<World> action)
    {
        if (text.Length > 0)
        {
            world.Tell("story", text);
        }

        action(world);
        return this;
    }

    public Story Wait(double seconds) => Do("", _ => world.RunFor(TimeSpan.FromSeconds(seconds)));

    public Story Repeat(int times, Func<Story, int, Story> lines)
    {
        for (var i = 0; i < times; i++)
        {
            lines(this, i);
        }

        return this;
    }

    /// <summary>Exactly one node answers for the Service.</summary>
    public Story IsOwned(string service) => Expect(OwnersOf(service).Count == 1, $"one node answers for {service}, not {{{string.Join(", ", OwnersOf(service))}}}");

    public Story IsOwnedBy(string service, string node) => Expect(OwnersOf(service).SequenceEqual([Named(node)]), $"{Named(node)} answers for {service}, not {{{string.Join(", ", OwnersOf(service))}}}");

    public Story IsNotOwnedBy(string service, string node) => Expect(!OwnersOf(service).Contains(Named(node)), $"{Named(node)} does not answer for {service}");

    public Story IsOwnedByNobody(string service) => Expect(OwnersOf(service).Count == 0, $"nobody answers for {service}");

    public Story HasAddresses(string service, params string[] addresses) => Expect(
        world.Api.Find<ServiceSnapshot>(World.Shop(service))?.IngressIps.SequenceEqual(addresses) == true,
        $"{service} has {string.Join(", ", addresses)}");

    public Story HasAddress(string service, string address) => Expect(AddressOf(service)?.ToString() == address, $"{service} has {address}, not {AddressOf(service)}");

    public Story HasNoAddress(string service) => Expect(AddressOf(service) is null, $"{service} has no address, not {AddressOf(service)}");

    /// <summary>Every client was served the last time it asked.</summary>
    public Story IsServed(string service) => Expect(
        AddressOf(service) is { } address && world.Clients.All(client => client.Experience.GetValueOrDefault(address) is { FailingSince: null } or { Failures: <= 1 }),
        $"every client is served by {service}");

    public Story HasPaths(string service, params string[] nodes) => Expect(
        AddressOf(service) is { } address && world.Routers.All(router => router.PathsTo(address).SequenceEqual(nodes.Select(node => world.NodeOf(Named(node)).NextHopTo(address)).Order())),
        $"the routers have paths to {service} by {string.Join(", ", nodes)}");

    /// <summary>From now on clients behind the routers ask every routed address fifty times a second.</summary>
    public Story AskOften() => Do("", _ =>
    {
        asksOftenSince = world.Now;
        world.FarClients.ToList().ForEach(client => client.Pause = TimeSpan.FromMilliseconds(20));
    });

    /// <summary>Since <see cref="AskOften"/> no client behind a router has asked in vain.</summary>
    public Story HasLostNothing(string service) => Expect(
        asksOftenSince is { } since && AddressOf(service) is { } address && world.FarClients.All(client => client.LastServed.TryGetValue(address, out var served) && world.Now - served < TimeSpan.FromMilliseconds(50)
            && !(client.LastFailure.TryGetValue(address, out var failed) && failed > since && world.Now - failed > TimeSpan.FromMilliseconds(10))),
        $"clients behind the routers have lost nothing at {service}");

    /// <summary>All faults end; all rules of rest and silence must hold.</summary>
    public Story Rest()
    {
        world.Heal();
        world.RunFor(TimeSpan.FromSeconds(90));
        world.Checkers.AtRest();
        world.Checkers.BeginSilence();
        world.RunFor(TimeSpan.FromSeconds(20));
        return this;
    }

    private string Named(string node) => node != "owner" ? node : owner ??= OwnersOf("web").Single();

    private List<string> OwnersOf(string service) =>
        AddressOf(service) is { } address ? [.. L2Sight.Answering(world, address).Select(node => node.Name)] : [];

    private Address? AddressOf(string service) =>
        world.Api.Find<ServiceSnapshot>(World.Shop(service)) is { IngressIps: { IsEmpty: false } shown } ? Address.Parse(shown[0]) : null;

    private Story Expect(bool holds, string what)
    {
        if (!holds)
        {
            world.Tell("story", $"expected: {what}");
            throw new ViolationException(new Violation("story", world.Now, $"expected: {what}\n{string.Join('\n', world.Trace.Lines.TakeLast(25))}"));
        }

        return this;
    }
}
