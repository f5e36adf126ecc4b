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

    private IReadOnlyList<BgpRoute> last = [];
    private bool isFading;

    /// <summary>All routes as they stand, fading.</summary>
    public List<KeyValuePair<NlriPrefix, PathAttributes?>> Fade() => Take(last, fading: true);

    /// <summary>The changes since the last call; null withdraws. Both lists are sorted by prefix.</summary>
    /// <param name="routes">What the peer is to have.</param>
    /// <param name="fading">They are about to go.</param>
    public List<KeyValuePair<NlriPrefix, PathAttributes?>> Take(IReadOnlyList<BgpRoute> routes, bool fading)
    {
        var changes = new List<KeyValuePair<NlriPrefix, PathAttributes?>>();
        var isTurned = fading != isFading;
        isFading = fading;
        if (ReferenceEquals(routes, last) && !isTurned)
        {
            return changes;
        }

        var attributes = new Dictionary<BgpRoute, PathAttributes>();
        var (old, next) = (0, 0);
        while (old < last.Count || next < routes.Count)
        {
            var order = old == last.Count ? 1 : next == routes.Count ? -1 : last[old].Prefix.CompareTo(routes[next].Prefix);
            if (order < 0)
            {
                changes.Add(new(PrefixOf(last[old++]), null));
                continue;
            }

            if (order > 0 || isTurned || last[old] != routes[next])
            {
                changes.Add(new(PrefixOf(routes[next]), AttributesOf(routes[next], attributes)));
            }

            old += order == 0 ? 1 : 0;
            next++;
        }

        last = routes;
        return changes;
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

    private static NlriPrefix PrefixOf(BgpRoute route)
    {
        var network = NextHops.ToBgp(route.Prefix.Network);
        return new(network.Afi, network.Value, (byte)route.Prefix.Length);
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
