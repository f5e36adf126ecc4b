using System.Net;
using System.Net.NetworkInformation;
using LbController.Protocols.Arp;
using LbController.Protocols.Wire;
using PacketDotNet;
using ArpOperation = LbController.Protocols.Arp.ArpOperation;
using ArpPacket = LbController.Protocols.Arp.ArpPacket;

namespace LbController.Protocols.Tests.Arp;

public sealed class ArpCodecTests
{
    private static readonly MacAddress Ours = new(0x0200_0000_0001);
    private static readonly MacAddress Theirs = new(0x0200_0000_0002);
    private static readonly ArpPacket Request = new(MacAddress.Broadcast, Theirs, ArpOperation.Request, Theirs, 0xc0000201, default, 0xc000020a);

    [Fact]
    public void What_is_encoded_is_decoded_again()
    {
        Assert.True(ArpCodec.TryDecode(Encode(Request), out var decoded, out _));
        Assert.Equal(Request, decoded);
    }

    [Fact]
    public void Another_implementation_reads_our_reply()
    {
        var reply = ArpPacket.ReplyTo(Request, Ours);
        var ethernet = Packet.ParsePacket(LinkLayers.Ethernet, Encode(reply));
        var arp = ethernet.Extract<PacketDotNet.ArpPacket>();
        Assert.Equal(PacketDotNet.ArpOperation.Response, arp.Operation);
        Assert.Equal(IPAddress.Parse("192.0.2.10"), arp.SenderProtocolAddress);
        Assert.Equal(IPAddress.Parse("192.0.2.1"), arp.TargetProtocolAddress);
        Assert.Equal(PhysicalAddress.Parse("020000000001"), arp.SenderHardwareAddress);
        Assert.Equal(PhysicalAddress.Parse("020000000002"), arp.TargetHardwareAddress);
        Assert.Equal(PhysicalAddress.Parse("020000000002"), ethernet.Extract<EthernetPacket>().DestinationHardwareAddress);
    }

    [Fact]
    public void We_read_what_another_implementation_writes()
    {
        var ethernet = new EthernetPacket(PhysicalAddress.Parse("020000000002"), PhysicalAddress.Parse("ffffffffffff"), EthernetType.Arp)
        {
            PayloadPacket = new PacketDotNet.ArpPacket(
                PacketDotNet.ArpOperation.Request,
                PhysicalAddress.Parse("000000000000"),
                IPAddress.Parse("192.0.2.10"),
                PhysicalAddress.Parse("020000000002"),
                IPAddress.Parse("192.0.2.1")),
        };
        Assert.True(ArpCodec.TryDecode(ethernet.Bytes, out var decoded, out _));
        Assert.Equal(Request, decoded);
    }

    [Fact]
    public void A_frame_cut_at_any_length_is_refused_without_an_exception()
    {
        var frame = Encode(Request);
        for (var length = 0; length < frame.Length; length++)
        {
            Assert.False(ArpCodec.TryDecode(frame.AsSpan(0, length), out _, out var error));
            Assert.Equal(ArpError.TooShort, error);
        }
    }

    [Theory]
    [InlineData(12, ArpError.NotArp, "EtherType")]
    [InlineData(14, ArpError.WrongHardware, "hardware type")]
    [InlineData(16, ArpError.WrongProtocol, "protocol type")]
    [InlineData(18, ArpError.WrongHardware, "hardware length")]
    [InlineData(19, ArpError.WrongProtocol, "protocol length")]
    [InlineData(20, ArpError.UnknownOperation, "operation")]
    public void Each_fixed_field_is_checked(int offset, ArpError expected, string because)
    {
        var frame = Encode(Request);
        frame[offset] ^= 0x55;
        Assert.False(ArpCodec.TryDecode(frame, out _, out var error), because);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_gratuitous_reply_names_the_address_on_both_sides()
    {
        var packet = ArpPacket.Gratuitous(ArpOperation.Reply, 0xc000020a, Ours);
        Assert.Equal(packet.SenderIp, packet.TargetIp);
        Assert.Equal(MacAddress.Broadcast, packet.EthernetDestination);
        Assert.Equal(Ours, packet.SenderMac);
    }

    private static byte[] Encode(ArpPacket packet)
    {
        var frame = new byte[ArpCodec.FrameSize];
        Assert.Equal(frame.Length, ArpCodec.Encode(packet, frame));
        return frame;
    }
}
