using System.Buffers.Binary;
using System.Net;
using LbController.Lab.Network;
using LbController.Protocols.Arp;
using LbController.Protocols.Liveness;
using LbController.Protocols.Ndp;
using LbController.Protocols.Wire;

namespace LbController.Interop.Tests.L2;

/// <summary>Frames as the speakers expect them, each with one thing wrong.</summary>
internal static class BadFrames
{
    private static readonly MacAddress Sender = new(0x020000000bad);
    private static readonly byte[] Group = [224, 0, 0, 254];

    public static byte[] Make(BadFrame kind, NodePlan owner, string vip, string vip6) => kind switch
    {
        BadFrame.ArpCut => Arp(vip)[..30],
        BadFrame.ArpOtherHardware => Changed(Arp(vip), 15, 6),
        BadFrame.ArpUnknownOperation => Changed(Arp(vip), 21, 99),
        // Its IPv6 header says how short it is: bridges do not pass on what is cut below that.
        BadFrame.NdpCut => Changed(Ndp(vip6)[..60], 19, 6),
        BadFrame.NdpChecksum => Changed(Ndp(vip6), 56, 0x55),
        BadFrame.NdpFromAfar => Changed(Ndp(vip6), 21, 64),
        BadFrame.HeartbeatCut => Udp(owner, Heartbeat(owner)[..40]),
        BadFrame.HeartbeatTooLong => Udp(owner, [.. Heartbeat(owner), .. new byte[1472 - Heartbeat(owner).Length]]),
        BadFrame.HeartbeatNoise => Udp(owner, [.. Enumerable.Range(0, 200).Select(number => (byte)(number * 7))]),
        BadFrame.HeartbeatSpoofed => Udp(owner, Heartbeat(owner)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such frame"),
    };

    private static byte[] Arp(string vip)
    {
        var frame = new byte[ArpCodec.FrameSize];
        ArpCodec.Encode(new ArpPacket(MacAddress.Broadcast, Sender, ArpOperation.Request, Sender, NumberOf("10.77.0.66"), default, NumberOf(vip)), frame);
        return frame;
    }

    private static byte[] Ndp(string vip6)
    {
        var frame = new byte[NdpCodec.MostBytes];
        var length = NdpCodec.Encode(NdpMessage.Probe(BinaryPrimitives.ReadUInt128BigEndian(IPAddress.Parse(vip6).GetAddressBytes()), Sender), frame);
        return frame[..length];
    }

    /// <summary>Says that it comes from the owner, with a key that nobody accepts.</summary>
    private static byte[] Heartbeat(NodePlan owner)
    {
        var datagram = new byte[HeartbeatCodec.MostBytes];
        var gone = new Heartbeat(owner.Name, ulong.MaxValue, ulong.MaxValue) { Link = "eth0", Mac = Sender, Flags = HeartbeatFlags.Gone, ClaimsVersion = 1, Pages = 1 };
        return datagram[..HeartbeatCodec.Encode(gone, "a key of somebody else"u8, datagram)];
    }

    /// <summary>To all speakers of the segment, with the owner's address as its source.</summary>
    private static byte[] Udp(NodePlan owner, byte[] payload)
    {
        const int Ethernet = 14, Ip = 20, Header = 8;
        var frame = new byte[Ethernet + Ip + Header + payload.Length];
        new MacAddress(0x01005e0000fe).Write(frame);
        Sender.Write(frame.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), 0x0800);
        var ip = frame.AsSpan(Ethernet);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(ip.Length));
        ip[8] = 1;
        ip[9] = 17;
        IPAddress.Parse(owner.LanAddress).GetAddressBytes().CopyTo(ip[12..]);
        Group.CopyTo(ip[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], ChecksumOf(ip[..Ip]));
        var udp = ip[Ip..];
        BinaryPrimitives.WriteUInt16BigEndian(udp, 7946);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], 7946);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        payload.CopyTo(udp[Header..]);
        return frame;
    }

    private static ushort ChecksumOf(ReadOnlySpan<byte> header)
    {
        var sum = 0;
        for (var at = 0; at < header.Length; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[at..]);
        }

        return (ushort)~((sum & 0xffff) + (sum >> 16));
    }

    private static byte[] Changed(byte[] frame, int at, byte to)
    {
        frame[at] = to;
        return frame;
    }

    private static uint NumberOf(string address) => BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse(address).GetAddressBytes());
}
