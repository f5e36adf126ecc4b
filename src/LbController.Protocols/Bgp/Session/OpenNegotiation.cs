using System.Buffers.Binary;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Session;

/// <summary>Our OPEN, and what we make of the peer's (RFC 4271, section 6.2).</summary>
public static class OpenNegotiation
{
    /// <summary>All that we offer.</summary>
    public static OpenMessage OurOpen(SessionOptions options) => OurOpen(options, []);

    /// <param name="refused">Codes of capabilities that this peer does not bear (RFC 5492, section 3).</param>
    public static OpenMessage OurOpen(SessionOptions options, IReadOnlyCollection<byte> refused) => new(
        OpenMessage.ProtocolVersion,
        options.LocalAs > ushort.MaxValue ? OpenMessage.AsTrans : (ushort)options.LocalAs,
        (ushort)options.HoldTime.TotalSeconds,
        options.RouterId,
        [.. Capabilities(options).Where(capability => !refused.Contains(CapabilityCodec.CodeOf(capability)))]);

    public static bool TryNegotiate(SessionOptions options, OpenMessage open, out NegotiatedSession? negotiated, out BgpError? error) =>
        TryNegotiate(options, OurOpen(options), open, out negotiated, out error);

    /// <param name="ours">The OPEN that we have sent.</param>
    public static bool TryNegotiate(SessionOptions options, OpenMessage ours, OpenMessage open, out NegotiatedSession? negotiated, out BgpError? error)
    {
        error = Check(options, ours, open);
        negotiated = error is null ? Negotiate(options, ours, open) : null;
        return error is null;
    }

    private static IEnumerable<BgpCapability> Capabilities(SessionOptions options)
    {
        foreach (var family in options.Families)
        {
            yield return new BgpCapability.MultiProtocol(family);
        }

        yield return new BgpCapability.RouteRefresh();
        yield return new BgpCapability.EnhancedRouteRefresh();
        yield return new BgpCapability.ExtendedMessage();
        yield return new BgpCapability.FourOctetAs(options.LocalAs);
        if (options.OffersIpv6NextHop && options.Families.Contains(BgpFamily.Ipv4Unicast))
        {
            yield return new BgpCapability.ExtendedNextHop([BgpFamily.Ipv4Unicast]);
        }

        if (options.RestartTime is { } restart)
        {
            // Forwarding is the kernel's and goes on without this process: the F bit is always true.
            var families = options.Families.Select(family => new RestartFamily(family, IsForwarding: true)).ToArray();
            yield return new BgpCapability.GracefulRestart(options.IsRestarting, KeepsOnNotification: true, (ushort)restart.TotalSeconds, [.. families]);
            if (options.LongLivedStaleTime > TimeSpan.Zero)
            {
                var stale = (uint)options.LongLivedStaleTime.TotalSeconds;
                yield return new BgpCapability.LongLivedGracefulRestart([.. families.Select(family => family with { StaleSeconds = stale })]);
            }
        }
    }

    private static BgpError? Check(SessionOptions options, OpenMessage ours, OpenMessage open)
    {
        if (options.PeerAs == 0 ? open.As == options.LocalAs || open.As == 0 : open.As != options.PeerAs)
        {
            var configured = options.PeerAs == 0 ? $"one other than ours, {options.LocalAs}" : $"{options.PeerAs}";
            return BgpError.Open(2, $"the peer says that its AS is {open.As}, configured is {configured}");
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

        return ours.Families.Intersect(open.Families).Any() ? null : NoFamily(options, open);
    }

    /// <summary>RFC 5492, section 5: the data are the capabilities that we miss.</summary>
    private static BgpError NoFamily(SessionOptions options, OpenMessage open)
    {
        var missed = new WireWriter();
        foreach (var family in options.Families)
        {
            missed.Bytes(CapabilityCodec.Encode(new BgpCapability.MultiProtocol(family)));
        }

        return BgpError.Open(
            7,
            $"the peer offers {string.Join(", ", open.Families)}, we need {string.Join(" or ", options.Families)}: enable that family for us there",
            missed.Written);
    }

    private static NegotiatedSession Negotiate(SessionOptions options, OpenMessage ours, OpenMessage open)
    {
        var theirs = TimeSpan.FromSeconds(open.HoldTime);
        var hold = theirs < options.HoldTime ? theirs : options.HoldTime;
        var third = hold / 3;
        var keepalive = options.KeepaliveTime is { } configured && configured > TimeSpan.Zero && configured < third ? configured : third;
        var families = ours.Families.Intersect(open.Families).ToList();
        var wire = new UpdateWire(
            ours.HasFourOctetAs && open.HasFourOctetAs,
            open.As == options.LocalAs,
            Both<BgpCapability.ExtendedMessage>(ours, open),
            TakesIpv6NextHop(ours) && TakesIpv6NextHop(open));
        return new(open.As, open.Identifier, hold, keepalive, families, wire)
        {
            IsGraceful = Both<BgpCapability.GracefulRestart>(ours, open),
            KeepsOnNotification = KeepsOnNotification(ours) && KeepsOnNotification(open),
            HasEnhancedRefresh = Both<BgpCapability.EnhancedRouteRefresh>(ours, open),
        };
    }

    private static bool Both<T>(OpenMessage ours, OpenMessage open)
        where T : BgpCapability => ours.Capabilities.Any(c => c is T) && open.Capabilities.Any(c => c is T);

    private static bool KeepsOnNotification(OpenMessage open) => open.Capabilities.Any(c => c is BgpCapability.GracefulRestart { KeepsOnNotification: true });

    private static bool TakesIpv6NextHop(OpenMessage open) =>
        open.Capabilities.OfType<BgpCapability.ExtendedNextHop>().Any(c => c.Families.Contains(BgpFamily.Ipv4Unicast));
}
