using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Attributes;

namespace LbController.Engine.Speaker;

/// <summary>
/// Turns the routes of a plan into what one peer is to have of them; work is by what has changed since the last time. Routes that fade
/// carry the community GRACEFUL_SHUTDOWN and the lowest local preference (RFC 8326), so that routers prefer every other way.
/// </summary>
internal sealed class PeerRoutes(ConfiguredPeer peer)
{
    /// <summary>A megabit per second: routers count in whole octets of 32 bits, and only the ratio matters.</summary>
    private const float BytesPerEndpoint = 125_000;

    private IReadOnlyCollection<BgpRoute> last = [];
    private bool isFading;

    /// <summary>All routes as they stand, fading.</summary>
    public List<KeyValuePair<NlriPrefix, PathAttributes?>> Fade() => Take(last, [], fading: true);

    /// <summary>The changes since the last call, sorted by prefix; null withdraws.</summary>
    /// <param name="routes">What the peer is to have, sorted by prefix. The same collection as the last time may hold other routes by now.</param>
    /// <param name="changes">What is other in it then.</param>
    /// <param name="fading">They are about to go.</param>
    public List<KeyValuePair<NlriPrefix, PathAttributes?>> Take(IReadOnlyCollection<BgpRoute> routes, IReadOnlyList<RouteChange> changes, bool fading)
    {
        var isTurned = fading != isFading;
        isFading = fading;
        var attributes = new Dictionary<BgpRoute, PathAttributes>();
        var wanted = !ReferenceEquals(routes, last) ? Difference(last, routes, isTurned)
            : isTurned ? Withdrawn(changes).Concat(routes.Select(route => new RouteChange(route.Prefix, route)))
            : changes;
        var taken = wanted.Select(change => KeyValuePair.Create(PrefixOf(change.Prefix), change.Route is { } route ? AttributesOf(route, attributes) : null)).ToList();
        last = routes;
        return taken;
    }

    private static IEnumerable<RouteChange> Withdrawn(IReadOnlyList<RouteChange> changes) => changes.Where(change => change.Route is null);

    /// <param name="from">What the peer has, sorted by prefix.</param>
    /// <param name="to">What it is to have, sorted by prefix.</param>
    /// <param name="isAnew">Also what is equal is to be said again.</param>
    private static IEnumerable<RouteChange> Difference(IReadOnlyCollection<BgpRoute> from, IReadOnlyCollection<BgpRoute> to, bool isAnew)
    {
        using var old = from.GetEnumerator();
        using var next = to.GetEnumerator();
        var (hasOld, hasNext) = (old.MoveNext(), next.MoveNext());
        while (hasOld || hasNext)
        {
            var order = !hasOld ? 1 : !hasNext ? -1 : old.Current.Prefix.CompareTo(next.Current.Prefix);
            if (order < 0)
            {
                yield return new(old.Current.Prefix, null);
                hasOld = old.MoveNext();
                continue;
            }

            if (order > 0 || isAnew || old.Current != next.Current)
            {
                yield return new(next.Current.Prefix, next.Current);
            }

            hasOld = order == 0 ? old.MoveNext() : hasOld;
            hasNext = next.MoveNext();
        }
    }

    private PathAttributes AttributesOf(BgpRoute route, Dictionary<BgpRoute, PathAttributes> known)
    {
        // All but the prefix: routes that differ in nothing else share their attributes.
        var key = route with { Prefix = default };
        if (!known.TryGetValue(key, out var attributes))
        {
            uint? preference = isFading ? 0 : route.LocalPref == 0 ? null : route.LocalPref;
            var communities = isFading ? Standard(route).Append(WellKnownCommunity.GracefulShutdown) : Standard(route);
            attributes = RouteAttributes.For(peer.LocalAsn, peer.IsInternal, preference, communities, Large(route), route.Prepend) with
            {
                Med = route.Med,
                ExtendedCommunities = route.Weight == 0 ? [] : [LinkBandwidth.Of(peer.LocalAsn, route.Weight * BytesPerEndpoint)],
            };
            known[key] = attributes;
        }

        return attributes;
    }

    private static NlriPrefix PrefixOf(Prefix prefix)
    {
        var network = NextHops.ToBgp(prefix.Network);
        return new(network.Afi, network.Value, (byte)prefix.Length);
    }

    private static IEnumerable<uint> Standard(BgpRoute route)
    {
        foreach (var text in route.Communities)
        {
            if (CommunityParser.TryParseStandard(text, out var community))
            {
                yield return community;
            }
        }
    }

    private static IEnumerable<LargeCommunity> Large(BgpRoute route)
    {
        foreach (var text in route.Communities)
        {
            if (CommunityParser.TryParseLarge(text, out var community))
            {
                yield return new LargeCommunity(community.Administrator, community.First, community.Second);
            }
        }
    }
}
