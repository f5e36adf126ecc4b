using LbController.Engine.Facts;
using LbController.Protocols.Wire;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Network;

/// <summary>One segment of two switches that learn, joined by a cable that can be cut; frames and datagrams can be lost.</summary>
public sealed class SimLan(World world)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(300);

    private readonly List<SimPort> ports = [];
    private readonly SortedDictionary<(int Switch, ulong Mac), (SimPort? Port, TimeSpan Until)> learned = [];

    /// <summary>The cable between the switches is in.</summary>
    public bool IsJoined { get; private set; } = true;

    /// <summary>Since when the cable is in.</summary>
    public TimeSpan JoinedAt { get; private set; }

    /// <summary>Probability that a datagram or frame is lost.</summary>
    public double Loss { get; set; }

    /// <summary>A node's datagrams to this other node are lost, not those of the other direction.</summary>
    public SortedSet<(string From, string To)> Deaf { get; } = [];

    public int SwitchOf(int number) => number % 2;

    public void Attach(SimPort port) => ports.Add(port);

    public void Cut()
    {
        if (IsJoined)
        {
            world.Tell("lan", "the switches are parted");
            IsJoined = false;
        }
    }

    public void Join()
    {
        if (!IsJoined)
        {
            world.Tell("lan", "the switches are joined");
            (IsJoined, JoinedAt) = (true, world.Now);
            world.Checkers.Joined();
        }
    }

    public bool Connects(SimPort one, SimPort other) => one.IsUp && other.IsUp && (one.Switch == other.Switch || IsJoined);

    public void Send(SimPort from, SimFrame frame)
    {
        world.Trace.Mix(frame.Packet.Span);
        if (!from.IsUp || world.Random.Chance(Loss))
        {
            return;
        }

        world.Agenda.After(world.Random.Between(0.05, 0.2), () => Forward(from, frame));
    }

    /// <summary>A multicast datagram to every other node.</summary>
    public void SendDatagram(SimNode from, ReadOnlyMemory<byte> bytes)
    {
        world.Trace.Mix(bytes.Span);
        world.Checkers.SentDatagram(from, bytes);
        foreach (var target in world.Nodes)
        {
            if (target != from)
            {
                SendDatagram(from, target, bytes);
            }
        }
    }

    private void SendDatagram(SimNode from, SimNode target, ReadOnlyMemory<byte> bytes)
    {
        if (!from.IsUp
            || !Connects(from.Port, target.Port)
            || Deaf.Contains((from.Name, target.Name))
            || world.Random.Chance(Loss))
        {
            return;
        }

        world.Agenda.After(world.Random.Between(0.1, 1), () => Arrive(from, target, bytes));
        if (Loss > 0 && world.Random.Chance(0.01))
        {
            world.Agenda.After(world.Random.Between(1, 200), () => Arrive(from, target, bytes));
        }
    }

    private static void Arrive(SimNode from, SimNode target, ReadOnlyMemory<byte> bytes)
    {
        if (target.Port.IsUp)
        {
            target.Speaker.Post(target.Speaker.Run, new NetworkFact.DatagramReceived(SimNode.LinkIndex, from.Ip, bytes));
        }
    }

    private void Forward(SimPort from, SimFrame frame)
    {
        Learn(from.Switch, frame.From, from);
        if (IsJoined)
        {
            Learn(1 - from.Switch, frame.From, null);
        }

        foreach (var port in Targets(from, frame))
        {
            world.Agenda.After(world.Random.Between(0.02, 0.1), () =>
            {
                if (port.IsUp)
                {
                    port.Receive(frame);
                }
            });
        }
    }

    /// <summary>A known address gets the frame alone, on the side where the switch has seen it; an unknown one is looked for everywhere.</summary>
    private List<SimPort> Targets(SimPort from, SimFrame frame)
    {
        if (!frame.To.IsGroup && Find(from.Switch, frame.To) is { } found)
        {
            if (found.Port is { } near)
            {
                return near != from && near.IsUp ? [near] : [];
            }

            return IsJoined && Find(1 - from.Switch, frame.To) is { Port: { IsUp: true } far } ? [far] : [];
        }

        return ports.Where(port => port != from && Connects(from, port)).ToList();
    }

    private void Learn(int @switch, MacAddress mac, SimPort? port) => learned[(@switch, mac.Value)] = (port, world.Now + Memory);

    private (SimPort? Port, TimeSpan Until)? Find(int @switch, MacAddress mac) =>
        learned.TryGetValue((@switch, mac.Value), out var entry) && entry.Until > world.Now ? entry : null;
}
