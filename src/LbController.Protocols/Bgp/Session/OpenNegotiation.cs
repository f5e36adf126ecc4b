using System.Buffers.Binary;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Session;

/// <summary>Our OPEN, and what we make of the peer's (RFC 4271, section 6.2).</summary>
public static class OpenNegotiation
{
    public static OpenMessage OurOpen(SessionOptions options) => new(
        OpenMessage.ProtocolVersion,
        options.LocalAs > ushort.MaxValue ? OpenMessage.AsTrans : (ushort)options.LocalAs,
        (ushort)options.HoldTime.TotalSeconds,
        options.RouterId,
        [
            .. options.Families.Select(family => new BgpCapability.MultiProtocol(family)),
            new BgpCapability.RouteRefresh(),
            new BgpCapability.FourOctetAs(options.LocalAs),
        ]);

    public static bool TryNegotiate(SessionOptions options, OpenMessage open, out NegotiatedSession? negotiated, out BgpError? error)
    {
        error = Check(options, open);
        negotiated = error is null ? Negotiate(options, open) : null;
        return error is null;
    }

    private static BgpError? Check(SessionOptions options, OpenMessage open)
    {
        if (open.As != options.PeerAs)
        {
            return BgpError.Open(2, $"the peer says that its AS is {open.As}, configured is {options.PeerAs}");
        }

        if (open.Identifier == 0 || (options.IsInternal && open.Identifier == options.RouterId))
        {
            var why = open.Identifier == 0 ? "it is zero" : "it is our own";
            return BgpError.Open(3, $"the peer's router id {BgpAddress.Ipv4(open.Identifier)} cannot be accepted: {why}");
        }

        if (open.HoldTime is 1 or 2)
        {
            Span<byte> offered = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(offered, open.HoldTime);
            return BgpError.Open(6, $"the peer offers a hold time of {open.HoldTime} s; 0 or at least 3 s is allowed", offered);
        }

        return null;
    }

    private static NegotiatedSession Negotiate(SessionOptions options, OpenMessage open)
    {
        var theirs = TimeSpan.FromSeconds(open.HoldTime);
        var hold = theirs < options.HoldTime ? theirs : options.HoldTime;
        var third = hold / 3;
        var keepalive = options.KeepaliveTime is { } configured && configured > TimeSpan.Zero && configured < third ? configured : third;
        var families = options.Families.Intersect(open.Families).ToList();
        return new(open.As, open.Identifier, hold, keepalive, families, new(open.HasFourOctetAs, options.IsInternal));
    }
}
