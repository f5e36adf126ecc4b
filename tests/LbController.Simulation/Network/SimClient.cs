using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Protocols.Arp;
using LbController.Protocols.Ndp;
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
    private readonly UInt128 ip6;
    private readonly SortedDictionary<Address, (MacAddress Mac, TimeSpan Until)> neighbours = [];

    public SimClient(World world, int number, bool ignoresGratuitous)
    {
        this.world = world;
        IgnoresGratuitous = ignoresGratuitous;
        Name = $"client-{number}";
        ip = 0x0a000000u + 200 + (uint)number;
        ip6 = new UInt128(0xfe80_0000_0000_0000, 200 + (ulong)number);
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
            world.Lan.Send(Port, SimFrame.Of(Question(vip)));
        }
    }

    private void Send(Address vip, MacAddress mac) =>
        world.Lan.Send(Port, new SimFrame(mac, Port.Mac, default, new Probe(vip, Port, () => Experience[vip] = (null, 0))));

    private byte[] Question(Address vip)
    {
        if (vip.Family == IpFamily.V4)
        {
            var request = new byte[ArpCodec.FrameSize];
            ArpCodec.Encode(new ArpPacket(MacAddress.Broadcast, Port.Mac, ArpOperation.Request, Port.Mac, ip, default, (uint)vip.Value), request);
            return request;
        }

        var group = NdpAddress.SolicitedNode(vip.Value);
        var solicitation = new byte[NdpCodec.MostBytes];
        var length = NdpCodec.Encode(new NdpMessage(NdpAddress.MacOfGroup(group), Port.Mac, ip6, group, NdpType.NeighborSolicitation, NdpFlags.None, vip.Value, Port.Mac), solicitation);
        return solicitation[..length];
    }

    private void Receive(SimFrame frame)
    {
        if (frame.Probe is null && StrictNeighbour.TryRead(frame.Packet.Span) is { IsClaim: true } claim)
        {
            Learn(claim.Claimed, claim.Mac, isForUs: claim.Target == (claim.Claimed.Family == IpFamily.V4 ? ip : ip6), claim.IsUnsolicited);
        }
        else if (frame.Probe is null && ArpCodec.TryDecode(frame.Packet.Span, out var question, out _) && question.Operation == ArpOperation.Request && question.TargetIp == ip)
        {
            var reply = new byte[ArpCodec.FrameSize];
            ArpCodec.Encode(ArpPacket.ReplyTo(question, Port.Mac), reply);
            world.Lan.Send(Port, SimFrame.Of(reply));
        }
    }

    private void Learn(Address sender, MacAddress mac, bool isForUs, bool isUnsolicited)
    {
        if (isForUs)
        {
            neighbours[sender] = (mac, world.Now + world.Random.Between(15_000, 45_000));
            world.Checkers.Resolved(this, sender, mac);
            Send(sender, mac);
        }
        else if (isUnsolicited && !IgnoresGratuitous && neighbours.ContainsKey(sender))
        {
            neighbours[sender] = (mac, world.Now + world.Random.Between(15_000, 45_000));
        }
    }
}
