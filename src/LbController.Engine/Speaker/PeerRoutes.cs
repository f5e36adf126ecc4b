using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Attributes;

namespace LbController.Engine.Speaker;

/// <summary>Turns the routes of a plan into what one peer is to have of them; work is by what has changed since the last time.</summary>
internal sealed class PeerRoutes(ConfiguredPeer peer)
{
    private IReadOnlyList<BgpRoute> last = [];

    /// <summary>The changes since the last call; null withdraws. Both lists are sorted by prefix.</summary>
    public List<KeyValuePair<NlriPrefix, PathAttributes?>> Take(IReadOnlyList<BgpRoute> routes)
    {
        var changes = new List<KeyValuePair<NlriPrefix, PathAttributes?>>();
        if (ReferenceEquals(routes, last))
        {
            return changes;
        }

        var attributes = new Dictionary<(uint, Core.Snapshot.ValueArray<string>), PathAttributes>();
        var (old, next) = (0, 0);
        while (old < last.Count || next < routes.Count)
        {
            var order = old == last.Count ? 1 : next == routes.Count ? -1 : last[old].Prefix.CompareTo(routes[next].Prefix);
            if (order < 0)
            {
                changes.Add(new(PrefixOf(last[old++]), null));
                continue;
            }

            if (order > 0 || last[old] != routes[next])
            {
                changes.Add(new(PrefixOf(routes[next]), AttributesOf(routes[next], attributes)));
            }

            old += order == 0 ? 1 : 0;
            next++;
        }

        last = routes;
        return changes;
    }

    private PathAttributes AttributesOf(BgpRoute route, Dictionary<(uint, Core.Snapshot.ValueArray<string>), PathAttributes> known)
    {
        var key = (route.LocalPref, route.Communities);
        if (!known.TryGetValue(key, out var attributes))
        {
            attributes = RouteAttributes.For(peer.LocalAsn, peer.IsInternal, route.LocalPref == 0 ? null : route.LocalPref, Standard(route), Large(route));
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
