using LbController.Protocols.Arp;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Tests.Arp;

public sealed class ArpResponderTests
{
    private const uint Vip = 0xc000020a;
    private static readonly MacAddress Ours = new(0x0200_0000_0001);
    private static readonly MacAddress Theirs = new(0x0200_0000_0002);
    private static readonly ArpPacket Request = new(MacAddress.Broadcast, Theirs, ArpOperation.Request, Theirs, 0xc0000201, default, Vip);

    public static TheoryData<string, ArpPacket, ArpVerdict> Frames => new()
    {
        { "a broadcast request for ours", Request, ArpVerdict.Answered },
        { "a unicast request for ours (a neighbour checks its cache)", Request with { EthernetDestination = Ours }, ArpVerdict.Answered },
        { "a probe by a host that wants the address", Request with { SenderIp = 0 }, ArpVerdict.Answered },
        { "a request for another address", Request with { TargetIp = 0xc000020b }, ArpVerdict.NotOurs },
        { "a request to another host's hardware address", Request with { EthernetDestination = new(0x0200_0000_0009) }, ArpVerdict.ForAnotherHost },
        { "a reply", Request with { Operation = ArpOperation.Reply }, ArpVerdict.NotARequest },
        { "our own frame, looped back", Request with { EthernetSource = Ours }, ArpVerdict.OwnFrame },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void Only_questions_for_ours_are_answered(string because, ArpPacket packet, ArpVerdict expected) =>
        Assert.True(expected == Respond(packet, out _), because);

    [Fact]
    public void The_reply_carries_the_link_s_own_hardware_address_back_to_the_asker()
    {
        Respond(Request, out var reply);
        Assert.True(ArpCodec.TryDecode(reply, out var decoded, out _));
        Assert.Equal(new ArpPacket(Theirs, Ours, ArpOperation.Reply, Ours, Vip, Theirs, 0xc0000201), decoded);
    }

    private static ArpVerdict Respond(ArpPacket packet, out byte[] reply)
    {
        reply = new byte[ArpCodec.FrameSize];
        return ArpResponder.Respond(packet, Ours, new Only(Vip), reply);
    }

    private readonly record struct Only(uint Ip) : IAnsweredAddresses
    {
        public bool Answers(uint ip) => ip == Ip;
    }
}
