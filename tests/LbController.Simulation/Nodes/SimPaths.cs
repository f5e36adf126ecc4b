using LbController.Core.Snapshot;
using LbController.Engine.Paths;
using LbController.Protocols.Bfd;
using LbController.Simulation.Network;
using LbController.Simulation.Running;

namespace LbController.Simulation.Nodes;

/// <summary>The BFD sessions of one run of a speaker, on its clock: they stand still while the process does, and end with it without a word.</summary>
internal sealed class SimPaths
{
    private const int SingleHop = 255;

    private readonly World world;
    private readonly SimSpeaker speaker;
    private readonly int run;
    private readonly PathWatch watch;
    private readonly SortedDictionary<uint, SimRouter> routers = [];
    private uint discriminators;
    private TimeSpan? tickAt;

    public SimPaths(World world, SimSpeaker speaker)
    {
        (this.world, this.speaker, run) = (world, speaker, speaker.Run);
        discriminators = ((uint)run << 16) + 1;
        watch = new PathWatch(() => discriminators++);
    }

    private bool IsGoing => speaker.IsRunning && speaker.Run == run && !speaker.IsPaused;

    public void Follow(ValueArray<PathTarget> wanted) => Do(watch.Follow(wanted, speaker.Now));

    public bool IsUp(SimRouter router) => watch.Status.Any(path => path.Peer == router.Ip && path.State == BfdState.Up);

    public void Received(SimRouter router, byte[] bytes)
    {
        if (IsGoing)
        {
            Do(watch.Received(new PathDatagram(router.Ip, "", SimNode.LinkIndex, IsMultihop: false, SingleHop, bytes), speaker.Now));
        }
    }

    /// <summary>What is due; also after a pause.</summary>
    public void Tick()
    {
        tickAt = null;
        if (IsGoing)
        {
            Do(watch.Tick(speaker.Now));
        }
    }

    private void Do(List<PathAction> actions)
    {
        foreach (var action in actions)
        {
            switch (action)
            {
                case PathAction.Open open when world.Routers.FirstOrDefault(router => router.Ip == open.Target.Peer) is { } router:
                    routers[open.Session] = router;
                    break;
                case PathAction.Send send when routers.TryGetValue(send.Session, out var router):
                    var bytes = new byte[BfdPacketCodec.PacketSize];
                    BfdPacketCodec.Encode(send.Packet, bytes);
                    router.ReceivePath(speaker.Node, world.Bug.TamperPath(bytes));
                    break;
                case PathAction.Tell tell:
                    speaker.Post(run, tell.Fact);
                    break;
            }
        }

        if (watch.NextDeadline is { } next && speaker.WorldTime(next) is var at && !(tickAt <= at))
        {
            tickAt = at;
            world.Agenda.At(at, () =>
            {
                if (tickAt == at)
                {
                    Tick();
                }
            });
        }
    }
}
