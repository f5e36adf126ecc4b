using LbController.Core.Addresses;
using LbController.Protocols.Arp;
using LbController.Protocols.Wire;
using LbController.Simulation.Running;

namespace LbController.Simulation.Network;

/// <summary>A host that is none of the cluster's and has an address on the segment.</summary>
public sealed class SimStranger
{
    private readonly World world;
    private readonly uint ip;

    public SimStranger(World world, Address address)
    {
        this.world = world;
        ip = (uint)address.Value;
        Address = address;
        Port = new SimPort(world.Lan.SwitchOf(1), new MacAddress(0x02000000b000UL + (ip & 0xff)), Receive);
        world.Lan.Attach(Port);
    }

    public Address Address { get; }

    public SimPort Port { get; }

    /// <summary>It is unplugged for good.</summary>
    public void Leave() => Port.IsUp = false;

    /// <summary>Tells everybody that the address is its own.</summary>
    public void Announce() => Send(ArpPacket.Gratuitous(ArpOperation.Request, ip, Port.Mac));

    private void Receive(SimFrame frame)
    {
        if (frame.Probe is null
            && ArpCodec.TryDecode(frame.Packet.Span, out var packet, out _)
            && packet is { Operation: ArpOperation.Request }
            && packet.TargetIp == ip
            && packet.EthernetSource != Port.Mac)
        {
            Send(ArpPacket.ReplyTo(packet, Port.Mac));
        }
    }

    private void Send(in ArpPacket packet)
    {
        var frame = new byte[ArpCodec.FrameSize];
        ArpCodec.Encode(packet, frame);
        world.Lan.Send(Port, SimFrame.Of(frame));
    }
}
