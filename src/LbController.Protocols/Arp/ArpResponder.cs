using LbController.Protocols.Wire;

namespace LbController.Protocols.Arp;

/// <summary>
/// The decision about one received packet: a request for an address of ours, to everybody or to this link, is answered with
/// the link's own hardware address. A probe (sender address 0, RFC 5227, 2.1.1) is answered too: that is how an address is
/// defended.
/// </summary>
public static class ArpResponder
{
    /// <param name="packet">A packet that <see cref="ArpCodec.TryDecode"/> has accepted.</param>
    /// <param name="mac">The hardware address of the link it came in on.</param>
    /// <param name="answered">What this link answers for.</param>
    /// <param name="reply">At least <see cref="ArpCodec.FrameSize"/> bytes; holds the reply when the verdict is Answered.</param>
    public static ArpVerdict Respond<TAnswered>(in ArpPacket packet, MacAddress mac, TAnswered answered, Span<byte> reply)
        where TAnswered : struct, IAnsweredAddresses
    {
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

        if (!answered.Answers(packet.TargetIp))
        {
            return ArpVerdict.NotOurs;
        }

        ArpCodec.Encode(ArpPacket.ReplyTo(packet, mac), reply);
        return ArpVerdict.Answered;
    }
}
