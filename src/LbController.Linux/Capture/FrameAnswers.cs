using System.Buffers.Binary;
using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Protocols.Arp;
using LbController.Protocols.Ndp;
using LbController.Protocols.Wire;

namespace LbController.Linux.Capture;

/// <summary>What one link says to one frame, by the current table. Takes no memory for a frame.</summary>
/// <param name="linkIndex">The link.</param>
/// <param name="mac">Its hardware address.</param>
/// <param name="counts">What is dropped is counted here.</param>
/// <param name="watch">Hears who else has which address.</param>
internal sealed class FrameAnswers(int linkIndex, MacAddress mac, FrameCounts counts, AddressWatch watch)
{
    /// <summary>No answer is longer.</summary>
    public const int MostBytes = NdpCodec.MostBytes;

    private const int EtherTypeAt = 12;
    private const ushort EtherTypeIpv6 = 0x86dd;

    /// <param name="frame">From its Ethernet header on.</param>
    /// <param name="table">What is answered for.</param>
    /// <param name="answer">At least <see cref="MostBytes"/> bytes.</param>
    /// <param name="asked">The address that was asked for, when there is an answer.</param>
    /// <returns>The length of the answer; 0: there is none.</returns>
    public int Answer(ReadOnlySpan<byte> frame, AnnouncementTable table, Span<byte> answer, out Address asked)
    {
        asked = default;
        return frame.Length > EtherTypeAt + 1 && BinaryPrimitives.ReadUInt16BigEndian(frame[EtherTypeAt..]) == EtherTypeIpv6
            ? AnswerNdp(frame, new TableView(table, linkIndex), answer, ref asked)
            : AnswerArp(frame, new TableView(table, linkIndex), answer, ref asked);
    }

    private int AnswerArp(ReadOnlySpan<byte> frame, TableView table, Span<byte> answer, ref Address asked)
    {
        if (!ArpCodec.TryDecode(frame, out var packet, out var error))
        {
            counts.Count(error);
            return 0;
        }

        if (packet.EthernetSource != mac && ArpClaim.Of(packet) is var claim)
        {
            watch.Seen(linkIndex, Address.V4(claim.Ip), claim.Mac, claim.IsProbe);
        }

        asked = Address.V4(packet.TargetIp);
        return ArpResponder.Respond(packet, mac, table, answer) == ArpVerdict.Answered ? ArpCodec.FrameSize : 0;
    }

    private int AnswerNdp(ReadOnlySpan<byte> frame, TableView table, Span<byte> answer, ref Address asked)
    {
        if (!NdpCodec.TryDecode(frame, out var message, out var error))
        {
            counts.Count(error);
            return 0;
        }

        if (message.EthernetSource != mac && NdpClaim.Of(message) is var claim)
        {
            watch.Seen(linkIndex, new Address(IpFamily.V6, claim.Address), claim.Mac, claim.IsProbe);
        }

        asked = new Address(IpFamily.V6, message.Target);
        NdpResponder.Respond(message, mac, table, answer, out var length);
        return length;
    }
}
