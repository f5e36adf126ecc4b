using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Attributes;

/// <summary>The attributes of routes that start at this node.</summary>
public static class RouteAttributes
{
    /// <summary>
    /// Internal peers get an empty AS_PATH and LOCAL_PREF (100 if not set, RFC 4271 section 5.1.5); external peers get our AS
    /// and never LOCAL_PREF. Communities are sorted, so that equal sets are equal attributes.
    /// </summary>
    /// <param name="localPref">Null: not set.</param>
    /// <param name="prepend">How many times more our AS stands in the path of an external peer, to make the route longer.</param>
    public static PathAttributes For(uint localAs, bool isInternal, uint? localPref, IEnumerable<uint> communities, IEnumerable<LargeCommunity> largeCommunities, int prepend = 0) => new()
    {
        AsPath = isInternal ? [] : [new AsPathSegment(IsSet: false, [.. Enumerable.Repeat(localAs, 1 + prepend)])],
        LocalPref = isInternal ? localPref ?? DefaultLocalPref : null,
        Communities = [.. communities.Distinct().Order()],
        LargeCommunities = [.. largeCommunities.Distinct().OrderBy(c => c.Administrator).ThenBy(c => c.First).ThenBy(c => c.Second)],
    };

    public const uint DefaultLocalPref = 100;
}
