using LbController.Protocols.Wire;

namespace LbController.Protocols.Arp;

/// <summary>
/// The decision about one received frame: a request for an address of ours, to everybody or to this link, is answered with
/// the link's own hardware address. A probe (sender address 0, RFC 5227, 2.1.1) is answered too: that is how an address is
/// defended.
/// </summary>
public static class ArpResponder
{
    /// <param name="frame">The frame from its Ethernet header on.</param>
    /// <param name="mac">The hardware address of the link it came in on.</param>
    /// <param name="answered">What this link answers for.</param>
    /// <param name="reply">At least <see cref="ArpCodec.FrameSize"/> bytes; holds the reply when the verdict is Answered.</param>
    /// <param name="ip">The address asked for; 0 when there is none.</param>
    public static ArpVerdict Respond<TAnswered>(ReadOnlySpan<byte> frame, MacAddress mac, TAnswered answered, Span<byte> reply, out uint ip)
        where TAnswered : struct, IAnsweredAddresses
    {
        ip = 0;
        if (!ArpCodec.TryDecode(frame, out var packet, out _))
        {
            return ArpVerdict.Malformed;
        }

        if (packet.Operation != ArpOperation.Request)
        {
            return ArpVerdict.NotARequest;
        }

        if (packet.EthernetSource == mac)
        {
            return ArpVerdict.OwnFrame;
        }

        if (packet.EthernetDestination != MacAddress.Broadcast && packet.EthernetDestination != mac)
        {
            return ArpVerdict.ForAnotherHost;
        }

        ip = packet.TargetIp;
        if (!answered.Answers(ip))
        {
            return ArpVerdict.NotOurs;
        }

        ArpCodec.Encode(ArpPacket.ReplyTo(packet, mac), reply);
        return ArpVerdict.Answered;
    }
}
