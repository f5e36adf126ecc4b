using LbController.Protocols.Wire;

namespace LbController.Protocols.Ndp;

/// <summary>
/// The decision about one received message: a solicitation for an address of ours, to its group or to this link, is answered with the
/// link's own hardware address. A probe by somebody who wants the address (RFC 4862, 5.4.3) is answered too: that is how it is defended.
/// </summary>
public static class NdpResponder
{
    /// <param name="message">A message that <see cref="NdpCodec.TryDecode"/> has accepted.</param>
    /// <param name="mac">The hardware address of the link it came in on.</param>
    /// <param name="answered">What this link answers for.</param>
    /// <param name="reply">At least <see cref="NdpCodec.MostBytes"/> bytes; holds the answer when the verdict is Answered.</param>
    /// <param name="length">How long the answer is; 0 when there is none.</param>
    public static NdpVerdict Respond<TAnswered>(in NdpMessage message, MacAddress mac, TAnswered answered, Span<byte> reply, out int length)
        where TAnswered : struct, IAnsweredTargets
    {
        length = 0;
        if (message.Type != NdpType.NeighborSolicitation)
        {
            return NdpVerdict.NotASolicitation;
        }

        if (message.EthernetSource == mac)
        {
            return NdpVerdict.OwnFrame;
        }

        if (!message.EthernetDestination.IsGroup && message.EthernetDestination != mac)
        {
            return NdpVerdict.ForAnotherHost;
        }

        if (!answered.Answers(message.Target))
        {
            return NdpVerdict.NotOurs;
        }

        length = NdpCodec.Encode(NdpMessage.AnswerTo(message, mac), reply);
        return NdpVerdict.Answered;
    }
}
