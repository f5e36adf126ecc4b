using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Network;

/// <summary>A router's side of a BFD session with a node (RFC 5880, section 6.8): it waits to be spoken to, asks by Poll when it is up, and insists on the Final.</summary>
public sealed class RouterPath
{
    /// <summary>How long a packet is under way; they do not overtake each other.</summary>
    public static readonly TimeSpan Transit = TimeSpan.FromMilliseconds(0.5);

    private const int Multiplier = 3;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly World world;
    private readonly SimRouter router;
    private readonly SimNode node;
    private readonly uint mine;
    private StrictBfd remote;
    private int state = StrictBfd.Down;
    private int diagnostic;
    private bool isOver;
    private TimeSpan? polledSince;
    private TimeSpan lastPoll = TimeSpan.MinValue / 2;
    private TimeSpan heardAt;

    public RouterPath(World world, SimRouter router, SimNode node, uint mine)
    {
        (this.world, this.router, this.node, this.mine) = (world, router, node, mine);
        Beat();
    }

    public bool IsUp => state == StrictBfd.Up;

    /// <summary>The speaker has ended it by its word (AdminDown): from then on a silence says nothing about the way.</summary>
    public bool IsEndedByNode { get; private set; }

    private uint Wanted => (uint)(IsUp ? world.PathInterval : Slow).TotalMicroseconds;

    /// <summary>The router forgets it.</summary>
    public void End() => isOver = true;

    /// <exception cref="FormatException">The speaker breaks a rule.</exception>
    public void Received(StrictBfd packet)
    {
        if (packet.Yours != 0 && packet.Yours != mine)
        {
            return;
        }

        if (packet.IsFinal && world.Now - lastPoll > Slow)
        {
            throw new FormatException("a BFD Final that nobody has asked for");
        }

        var isAnswered = packet.IsFinal || !IsUp;
        polledSince = isAnswered ? null : polledSince;
        (remote, heardAt) = (packet, world.Now);
        Follow(packet.State);
        if (packet.IsPoll)
        {
            Send(isFinal: true);
        }
    }

    private void Follow(int heard)
    {
        var next = (state, heard) switch
        {
            (StrictBfd.Down, StrictBfd.Down) => StrictBfd.Init,
            (StrictBfd.Down, StrictBfd.Init) or (StrictBfd.Init, StrictBfd.Init or StrictBfd.Up) => StrictBfd.Up,
            (StrictBfd.Init, 0) or (StrictBfd.Up, 0 or StrictBfd.Down) => StrictBfd.Down,
            _ => state,
        };
        if (next != state)
        {
            Go(next, heard == 0 ? 0 : 3);
        }
    }

    private void Go(int next, int why)
    {
        var was = state;
        (state, diagnostic) = (next, next == StrictBfd.Up ? 0 : why);
        IsEndedByNode = !IsUp && why == 0;
        polledSince = null;
        if (was == StrictBfd.Up || next == StrictBfd.Up)
        {
            world.Tell(router.Name, $"BFD with {node.Name} is {(IsUp ? "up" : "down")}");
        }

        if (IsUp)
        {
            polledSince = world.Now;
        }

        Send(isFinal: false);
        if (was == StrictBfd.Up && why != 0)
        {
            router.PathLost(node);
        }
    }

    private void Beat()
    {
        if (isOver)
        {
            return;
        }

        var limit = (remote.Multiplier == 0 ? Multiplier : remote.Multiplier) * Longer(world.PathInterval, TimeSpan.FromMicroseconds(remote.DesiredTx));
        if (state > StrictBfd.Down && world.Now - heardAt > limit)
        {
            remote = default;
            Go(StrictBfd.Down, 1);
        }
        else if (world.Now - polledSince > Slow + limit)
        {
            world.Fail("strict-bytes", $"{node.Name} does not answer the BFD Poll of {router.Name}");
        }
        else if (remote.Mine != 0)
        {
            Send(isFinal: false);
        }

        var pace = Longer(TimeSpan.FromMicroseconds(Wanted), TimeSpan.FromMicroseconds(remote.RequiredRx));
        world.Agenda.After(world.Random.Between(0.75 * pace.TotalMilliseconds, pace.TotalMilliseconds), Beat);
    }

    private void Send(bool isFinal)
    {
        var isPoll = !isFinal && polledSince is not null;
        lastPoll = isPoll ? world.Now : lastPoll;
        node.Speaker.ReceivePath(router, new StrictBfd(diagnostic, state, isPoll, isFinal, Multiplier, mine, remote.Mine, Wanted, (uint)world.PathInterval.TotalMicroseconds).ToBytes());
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
