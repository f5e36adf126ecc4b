using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Simulation.Network;
using LbController.Simulation.Running;

namespace LbController.Simulation.Nodes;

/// <summary>A speaker: its commands reach the API server, the node's link, other speakers and routers.</summary>
public sealed class SimSpeaker(World world, SimNode node) : SimProcess(world, $"speaker-{node.Name}")
{
    /// <summary>By which speakers trust each other.</summary>
    internal static readonly byte[] Key = [.. "a key that all speakers share"u8];

    private SimPaths? paths;
    private SimDisk? disk;

    public override bool HasPower => node.IsUp;

    public override string NodeName => node.Name;

    public override string StateName => $"speaker-{node.Name}";

    public SimNode Node => node;

    public override IReadOnlyList<Type> WatchedKinds { get; } =
    [
        typeof(ServiceSnapshot), typeof(EndpointSliceSnapshot), typeof(NodeSnapshot), typeof(NamespaceSnapshot), typeof(SecretSnapshot),
        typeof(PoolSpec), typeof(L2AdvertisementSpec), typeof(BgpAdvertisementSpec), typeof(BgpPeerSpec), typeof(CommunitySpec), typeof(BfdProfileSpec),
    ];

    /// <summary>This run has heard a host that is no node: it knows whom to ask whether its link works.</summary>
    public bool HasHeardHost { get; set; }

    protected override IReactor MakeReactor() =>
        new SpeakerReactor(World.Bug.Tamper(new SpeakerOptions(node.Name, null, IgnoreExcludeLabel: false, Key, (ulong)Run) { Liveness = World.Liveness, GratuitousRefresh = World.Refresh }));

    /// <summary>The speaker's BFD says that the router is there.</summary>
    public bool HasPathTo(SimRouter router) => IsRunning && paths?.IsUp(router) == true;

    internal TimeSpan Now => OwnTime(World.Now);

    /// <summary>A BFD packet of a router is on its way.</summary>
    internal void ReceivePath(SimRouter router, byte[] bytes)
    {
        World.Trace.Mix(bytes);
        if (World.Lan.Connects(router.Port, node.Port) && !World.Random.Chance(World.Lan.Loss))
        {
            World.Agenda.After(RouterPath.Transit, () => paths?.Received(router, bytes));
        }
    }

    protected override void Started()
    {
        paths = new SimPaths(World, this);
        (disk ??= new SimDisk(World, this)).Begin();
        HasHeardHost = false;
        Post(Run, new NetworkFact.LinkSeen(node.Link));
    }

    internal override void Listed() => disk!.Listed();

    protected override void Ended()
    {
        paths = null;
        node.Publish(null);
        World.Tcp.CloseAll(node);
    }

    protected override void Woken()
    {
        node.AnswerWhatWaited();
        paths?.Tick();
    }

    protected override void CarryOut(Command command)
    {
        switch (command)
        {
            case NetworkCommand.PublishTable publish:
                World.Tell(Name, Words.Of(command));
                node.Publish(publish.Table);
                Post(Run, new Fact.Ended(command, Outcome.Done));
                break;
            case NetworkCommand.AnswerUntil lease:
                node.AnswerUntil = lease.Deadline == TimeSpan.MaxValue ? TimeSpan.MaxValue : WorldTime(lease.Deadline);
                break;
            case NetworkCommand.SendGratuitous gratuitous:
                World.Tell(Name, Words.Of(command));
                node.SendGratuitous(gratuitous.Address);
                Post(Run, new Fact.Ended(command, Outcome.Done));
                break;
            case NetworkCommand.SendProbe probe:
                node.SendProbe(probe.Address);
                break;
            case NetworkCommand.WatchFor watch:
                node.Watched = [.. watch.Addresses];
                break;
            case NetworkCommand.SendDatagram datagram:
                World.Lan.SendDatagram(node, datagram.Bytes);
                break;
            case NetworkCommand.SendSpare:
                // Loops of the simulation come round in time, or their whole process is paused: spares are never due.
                break;
            case NetworkCommand.Connect connect:
                World.Tell(Name, Words.Of(command));
                World.Tcp.Connect(node, Run, connect);
                break;
            case NetworkCommand.SendTcp send:
                World.Tcp.Send(node, Run, send.Connection, send.Bytes);
                break;
            case NetworkCommand.CloseTcp close:
                World.Tell(Name, Words.Of(command));
                World.Tcp.Close(node, Run, close.Connection);
                break;
            case NetworkCommand.WatchPaths watch:
                paths?.Follow(watch.Targets);
                break;
            case NetworkCommand:
                throw new UnknownCommandException(command);
            default:
                World.Api.Submit(this, command);
                break;
        }
    }
}
