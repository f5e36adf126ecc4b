using System.Buffers.Binary;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Protocols.Arp;
using LbController.Protocols.Wire;
using LbController.Simulation.Running;

namespace LbController.Simulation.Network;

/// <summary>A host on the segment that asks every VIP once a second, with a neighbour cache that ages; it may ignore gratuitous ARP.</summary>
public sealed class SimClient
{
    private const int UnansweredUntilForgotten = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly World world;
    private readonly uint ip;
    private readonly SortedDictionary<Address, (MacAddress Mac, TimeSpan Until)> neighbours = [];

    public SimClient(World world, int number, bool ignoresGratuitous)
    {
        this.world = world;
        IgnoresGratuitous = ignoresGratuitous;
        Name = $"client-{number}";
        ip = 0x0a000000u + 200 + (uint)number;
        Port = new SimPort(world.Lan.SwitchOf(number), new MacAddress(0x02000000c000UL + (ulong)number), Receive);
        world.Lan.Attach(Port);
        world.Agenda.After(world.Random.Between(0, 1000), Ask);
    }

    public string Name { get; }

    public bool IgnoresGratuitous { get; }

    public SimPort Port { get; }

    /// <summary>When each address was last asked in vain since it was last served; null: served.</summary>
    public SortedDictionary<Address, (TimeSpan? FailingSince, int Failures)> Experience { get; } = [];

    private void Ask()
    {
        foreach (var vip in world.L2Vips())
        {
            Ask(vip);
        }

        world.Agenda.After(Pause, Ask);
    }

    private void Ask(Address vip)
    {
        var known = Experience.GetValueOrDefault(vip);
        Experience[vip] = (known.FailingSince ?? world.Now, known.Failures + 1);
        if (known.Failures > 0 && known.Failures % UnansweredUntilForgotten == 0)
        {
            neighbours.Remove(vip);
        }

        if (neighbours.TryGetValue(vip, out var neighbour) && neighbour.Until > world.Now)
        {
            Send(vip, neighbour.Mac);
        }
        else
        {
            neighbours.Remove(vip);
            var frame = new byte[ArpCodec.FrameSize];
            ArpCodec.Encode(new ArpPacket(MacAddress.Broadcast, Port.Mac, ArpOperation.Request, Port.Mac, ip, default, (uint)vip.Value), frame);
            world.Lan.Send(Port, SimFrame.OfArp(frame));
        }
    }

    private void Send(Address vip, MacAddress mac) =>
        world.Lan.Send(Port, new SimFrame(mac, Port.Mac, default, new Probe(vip, Port, () => Experience[vip] = (null, 0))));

    private void Receive(SimFrame frame)
    {
        if (frame.Probe is not null || frame.Arp.Length < ArpCodec.FrameSize)
        {
            return;
        }

        var arp = frame.Arp.Span;
        var sender = Address.V4(BinaryPrimitives.ReadUInt32BigEndian(arp[28..]));
        var target = BinaryPrimitives.ReadUInt32BigEndian(arp[38..]);
        var mac = MacAddress.Read(arp[22..]);
        if (target == ip && arp[21] == 2)
        {
            neighbours[sender] = (mac, world.Now + world.Random.Between(15_000, 45_000));
            world.Checkers.Resolved(this, sender, mac);
            Send(sender, mac);
        }
        else if (target == sender.Value && !IgnoresGratuitous && neighbours.ContainsKey(sender))
        {
            neighbours[sender] = (mac, world.Now + world.Random.Between(15_000, 45_000));
        }
    }
}
