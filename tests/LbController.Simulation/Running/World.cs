using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Protocols.Liveness;
using LbController.Simulation.Bugs;
using LbController.Simulation.Checkers;
using LbController.Simulation.Cluster;
using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Time;

namespace LbController.Simulation.Running;

/// <summary>A whole cluster on one thread in virtual time: every part of it, and those who watch that the rules hold.</summary>
public sealed class World
{
    public const string ConfigNamespace = "lb";

    private readonly string muted;

    private readonly bool isGraceful;

    public World(ulong seed, Shape shape, PlantedBug bug, bool keepsLines = false, string muted = "")
    {
        this.muted = muted;
        Seed = seed;
        Liveness = shape.Liveness;
        isGraceful = shape.IsGraceful;
        CoolDown = shape.CoolDown;
        Refresh = shape.Refresh;
        PathInterval = TimeSpan.FromMilliseconds(!shape.HasPaths ? 0 : shape.HasSlowHearts ? 600 : 300);
        Bug = bug;
        Random = SimRandom.For(seed, "world");
        Trace = new Trace(keepsLines);
        Api = new SimApi(this);
        Watches = new WatchSet(this);
        Lan = new SimLan(this);
        Tcp = new SimTcp(this);
        Endpoints = new EndpointWorld(this);
        Checkers = new CheckerSet(this);
        Nodes = [.. Enumerable.Range(1, shape.Nodes).Select(number => new SimNode(this, number))];
        Routers = [.. Enumerable.Range(1, shape.Routers).Select(number => new SimRouter(this, number))];
        Controllers = [.. Enumerable.Range(1, shape.Controllers).Select(number => new SimController(this, $"controller-{number}", elects: shape.Controllers > 1))];
        Clients = [.. Enumerable.Range(1, shape.Clients).Select(number => new SimClient(this, number, ignoresGratuitous: number % 2 == 0))];
        FarClients = [.. Routers.Select(router => new FarClient(this, router))];
        Configure();
        foreach (var process in Processes)
        {
            process.Start();
        }

        Checkers.Begin();
    }

    public ulong Seed { get; }

    /// <summary>The pace of the speakers' heartbeats.</summary>
    public LivenessOptions Liveness { get; }

    /// <summary>Within this time a death or a start is noticed by all, and has its consequences.</summary>
    public TimeSpan UntilNoticed => (Liveness.Timeout * 2) + Liveness.Listening + TimeSpan.FromMilliseconds(200);

    /// <summary>How long the controller passes over an address that became free; zero: not at all.</summary>
    public TimeSpan CoolDown { get; }

    /// <summary>Between two unasked announcements while an address stays; zero: none.</summary>
    public TimeSpan Refresh { get; }

    /// <summary>Between two BFD packets; zero: there is no BFD.</summary>
    public TimeSpan PathInterval { get; }

    public PlantedBug Bug { get; }

    public Agenda Agenda { get; } = new();

    public TimeSpan Now => Agenda.Now;

    public SimRandom Random { get; }

    public Trace Trace { get; }

    public SimApi Api { get; }

    public WatchSet Watches { get; }

    public SimLan Lan { get; }

    public SimTcp Tcp { get; }

    public EndpointWorld Endpoints { get; }

    public CheckerSet Checkers { get; }

    public IReadOnlyList<SimNode> Nodes { get; }

    public IReadOnlyList<SimRouter> Routers { get; }

    /// <summary>All strive to lead, where there are several.</summary>
    public IReadOnlyList<SimController> Controllers { get; }

    public IReadOnlyList<SimClient> Clients { get; }

    /// <summary>One behind each router.</summary>
    public IReadOnlyList<FarClient> FarClients { get; }

    /// <summary>Hosts that are none of the cluster's and have taken an address of its.</summary>
    public List<SimStranger> Strangers { get; } = [];

    public IEnumerable<SimProcess> Processes => Controllers.Cast<SimProcess>().Concat(Nodes.Select(node => node.Speaker));

    public static ObjectKey Config(string name) => new(ConfigNamespace, name);

    public static ObjectKey Shop(string name) => new("shop", name);

    public void Tell(string who, string what) => Trace.Add(Now, who, what);

    /// <exception cref="ViolationException">The run ends here, unless this checker is muted.</exception>
    public void Fail(string checker, string what)
    {
        if (checker == muted)
        {
            return;
        }

        Tell("VIOLATION", $"{checker}: {what}");
        throw new ViolationException(new Violation(checker, Now, what));
    }

    public void RunFor(TimeSpan time)
    {
        var until = Now + time;
        while (Agenda.TryStep(until))
        {
        }
    }

    /// <summary>Addresses that Services show and that are announced on the segment.</summary>
    public IReadOnlyList<Address> L2Vips() => Api.View.L2Vips;

    public SimController ControllerOf(string name) => Controllers.First(controller => controller.Name == name);

    public SimNode NodeOf(string name) => Nodes.First(node => node.Name == name);

    /// <summary>The controller that holds the Lease; null: none that is here.</summary>
    public SimController? Leader => Controllers.FirstOrDefault(controller => controller.Identity == Api.Lease.Record?.Holder);

    public SimRouter RouterOf(string name) => Routers.First(router => router.Name == name);

    public SimProcess ProcessOf(string name) => Processes.First(process => process.Name == name);

    public SimSpeaker SpeakerOf(string node) => NodeOf(node).Speaker;

    /// <summary>Ends every fault that may be under way.</summary>
    public void Heal()
    {
        Tell("world", "all faults end");
        Api.IsAway = false;
        Api.Faults = new ApiFaults();
        Api.LetAllThrough();
        Api.Lease.IsStuck = false;
        Strangers.ForEach(stranger => stranger.Leave());
        Strangers.Clear();
        Lan.Loss = 0;
        Lan.Deaf.Clear();
        Lan.Join();
        foreach (var node in Nodes)
        {
            node.Speaker.IsCutOff = false;
            node.Plug();
            node.Boot();
            node.Speaker.Resume();
            node.Speaker.Start();
        }

        foreach (var router in Routers)
        {
            router.Boot();
        }

        foreach (var controller in Controllers)
        {
            controller.IsCutOff = false;
            controller.Resume();
            controller.Start();
        }
    }

    private void Configure()
    {
        Api.Put(new NamespaceSnapshot(new ObjectKey("", "shop"), LabelSet.Empty));
        foreach (var node in Nodes)
        {
            Api.Put(new NodeSnapshot(new ObjectKey("", node.Name)) { InternalIps = [node.Ip] });
        }

        Api.Put(new PoolSpec(Config("segment")) { Addresses = ["192.0.2.0/28"] });
        Api.Put(new PoolSpec(Config("segment6")) { Addresses = ["2001:db8::/124"] });
        Api.Put(new PoolSpec(Config("routed")) { Addresses = ["203.0.113.0/28", "2001:db8:1::/124"], AutoAssign = false });
        Api.Put(new L2AdvertisementSpec(Config("segment")) { Pools = ["segment", "segment6"] });
        Api.Put(new BgpAdvertisementSpec(Config("routed")) { Pools = ["routed"] });
        var milliseconds = (int)PathInterval.TotalMilliseconds;
        if (milliseconds > 0)
        {
            Api.Put(new BfdProfileSpec(Config("paths")) { ReceiveInterval = milliseconds, TransmitInterval = milliseconds });
        }

        foreach (var router in Routers)
        {
            Api.Put(new BgpPeerSpec(Config(router.Name)) { MyAsn = SimRouter.NodeAs, PeerAsn = router.As, PeerAddress = router.Ip.ToString(), DualStackAddressFamily = true, BfdProfile = milliseconds > 0 ? "paths" : "", EnableGracefulRestart = milliseconds > 0 || isGraceful, HoldTime = TimeSpan.FromSeconds(9), ConnectTime = TimeSpan.FromSeconds(10) });
        }
    }
}
