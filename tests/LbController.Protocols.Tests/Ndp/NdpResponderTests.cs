using LbController.Protocols.Ndp;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Tests.Ndp;

public sealed class NdpResponderTests
{
    private static readonly MacAddress Ours = new(0x0200_0000_0001);
    private static readonly MacAddress Theirs = new(0x0200_0000_0002);
    private static readonly UInt128 Vip = new(0x2001_0db8_0000_0000, 0x10);
    private static readonly UInt128 Asker = new(0x2001_0db8_0000_0000, 0x99);
    private static readonly UInt128 Group = NdpAddress.SolicitedNode(Vip);

    private static readonly NdpMessage Question =
        new(NdpAddress.MacOfGroup(Group), Theirs, Asker, Group, NdpType.NeighborSolicitation, NdpFlags.None, Vip, Theirs);

    public static TheoryData<string, NdpMessage, NdpVerdict> Frames => new()
    {
        { "a solicitation to the group", Question, NdpVerdict.Answered },
        { "a unicast solicitation (a neighbour checks its cache)", Question with { EthernetDestination = Ours, Destination = Vip }, NdpVerdict.Answered },
        { "without a source link-layer address", Question with { LinkAddress = null }, NdpVerdict.Answered },
        { "a probe by a host that wants the address", NdpMessage.Probe(Vip, Theirs), NdpVerdict.Answered },
        { "for another address of the same group", Question with { Target = Vip + ((UInt128)1 << 64) }, NdpVerdict.NotOurs },
        { "to another host's hardware address", Question with { EthernetDestination = new(0x0200_0000_0009) }, NdpVerdict.ForAnotherHost },
        { "an advertisement", NdpMessage.Unsolicited(Vip, Theirs), NdpVerdict.NotASolicitation },
        { "our own frame, looped back", Question with { EthernetSource = Ours }, NdpVerdict.OwnFrame },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void Only_questions_for_ours_are_answered(string because, NdpMessage message, NdpVerdict expected) =>
        Assert.True(expected == Respond(message, out _), because);

    [Fact]
    public void The_answer_carries_the_link_s_own_hardware_address_back_to_the_asker()
    {
        Respond(Question, out var answer);
        Assert.Equal(new(Theirs, Ours, Vip, Asker, NdpType.NeighborAdvertisement, NdpFlags.Solicited | NdpFlags.Override, Vip, Ours), answer);
    }

    [Fact]
    public void The_answer_to_a_probe_goes_to_all_nodes_and_is_not_solicited()
    {
        Respond(NdpMessage.Probe(Vip, Theirs), out var answer);
        Assert.Equal(NdpMessage.Unsolicited(Vip, Ours), answer);
        Assert.Equal(new MacAddress(0x3333_0000_0001), answer!.Value.EthernetDestination);
        Assert.Equal(NdpFlags.Override, answer.Value.Flags);
    }

    [Fact]
    public void The_answer_goes_to_the_link_layer_address_that_the_asker_names()
    {
        var named = new MacAddress(0x0200_0000_0077);
        Respond(Question with { LinkAddress = named }, out var answer);
        Assert.Equal(named, answer!.Value.EthernetDestination);
    }

    [Fact]
    public void The_answer_never_goes_to_a_group_that_the_asker_names()
    {
        Respond(Question with { LinkAddress = MacAddress.Broadcast }, out var answer);
        Assert.Equal(Theirs, answer!.Value.EthernetDestination);
    }

    private static NdpVerdict Respond(NdpMessage message, out NdpMessage? answer)
    {
        var frame = new byte[NdpCodec.MostBytes];
        var verdict = NdpResponder.Respond(message, Ours, new Only(Vip), frame, out var length);
        answer = NdpCodec.TryDecode(frame.AsSpan(0, length), out var decoded, out _) ? decoded : null;
        return verdict;
    }

    private readonly record struct Only(UInt128 Address) : IAnsweredTargets
    {
        public bool Answers(UInt128 target) => target == Address;
    }
}
