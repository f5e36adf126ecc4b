using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;

namespace LbController.Protocols.Bgp.Rib;

/// <summary>
/// The routes that one peer shall have, and those that were sent to it. Changes collect until <see cref="TakeUpdates"/> turns
/// the difference into UPDATEs, so a route that comes and goes in between costs nothing. Work is by what changed, not by the size.
/// </summary>
public sealed class AdjRibOut
{
    private readonly SortedDictionary<NlriPrefix, PathAttributes> wanted = [];
    private readonly SortedDictionary<NlriPrefix, PathAttributes> sent = [];
    private readonly SortedSet<NlriPrefix> changed = [];
    private readonly List<BgpFamily> owedEndOfRib = [];
    private RibSession? session;

    /// <summary>Attributes with the next hop, so that routes which share attributes go on sharing them; for one call of <see cref="TakeUpdates"/>.</summary>
    private readonly Dictionary<(AddressFamilyIdentifier Afi, PathAttributes Attributes), PathAttributes?> resolved = [];

    /// <summary>What the peer has now, as far as we know; empty while the session is down.</summary>
    public IReadOnlyDictionary<NlriPrefix, PathAttributes> Sent => sent;

    /// <summary>Wanted routes that the peer does not have.</summary>
    public int Pending => Math.Max(0, wanted.Count - sent.Count);

    /// <summary>The session that is up carries routes of this family, and there is a next hop for them.</summary>
    public bool Carries(BgpFamily family) => session is { } current && current.Families.Contains(family) && NextHopOf(current, family.Afi) is not null;

    /// <summary>Hands over the whole wanted set; what is not in it is withdrawn.</summary>
    public void SetWanted(IReadOnlyDictionary<NlriPrefix, PathAttributes> routes)
    {
        foreach (var prefix in wanted.Keys.Where(p => !routes.ContainsKey(p)).ToList())
        {
            Remove(prefix);
        }

        foreach (var (prefix, attributes) in routes)
        {
            Set(prefix, attributes);
        }
    }

    public void Set(NlriPrefix prefix, PathAttributes attributes)
    {
        if (wanted.TryGetValue(prefix, out var before) && before == attributes)
        {
            return;
        }

        wanted[prefix] = attributes;
        changed.Add(prefix);
    }

    public void Remove(NlriPrefix prefix)
    {
        if (wanted.Remove(prefix))
        {
            changed.Add(prefix);
        }
    }

    /// <summary>A session is up: the peer has nothing yet.</summary>
    public void BeginSession(RibSession begun)
    {
        EndSession();
        session = begun;
        owedEndOfRib.AddRange(begun.Families);
        changed.UnionWith(wanted.Keys);
    }

    /// <summary>The session is down: the peer has dropped our routes.</summary>
    public void EndSession()
    {
        session = null;
        sent.Clear();
        changed.Clear();
        owedEndOfRib.Clear();
    }

    /// <summary>The peer asks for a family again (RFC 2918).</summary>
    public void Refresh(BgpFamily family)
    {
        foreach (var prefix in sent.Keys.Where(p => p.Family == family && !changed.Contains(p)).ToList())
        {
            sent.Remove(prefix);
            changed.Add(prefix);
        }
    }

    /// <summary>The encoded UPDATEs that bring the peer from what it has to what it shall have, withdrawals first; then it counts as sent.</summary>
    public IReadOnlyList<byte[]> TakeUpdates()
    {
        if (session is null)
        {
            return [];
        }

        var withdrawn = new List<NlriPrefix>();
        var announced = new List<KeyValuePair<NlriPrefix, PathAttributes>>();
        foreach (var prefix in changed)
        {
            Classify(session, prefix, withdrawn, announced);
        }

        changed.Clear();
        resolved.Clear();
        var updates = UpdatePacker.Pack(withdrawn, announced, session.Wire).Concat(owedEndOfRib.Select(UpdateMessage.EndOf));
        var encoded = updates.Select(update => BgpMessageCodec.Encode(update, session.Wire)).ToList();
        owedEndOfRib.Clear();
        return encoded;
    }

    private void Classify(RibSession current, NlriPrefix prefix, List<NlriPrefix> withdrawn, List<KeyValuePair<NlriPrefix, PathAttributes>> announced)
    {
        var target = wanted.TryGetValue(prefix, out var attributes) ? Resolve(current, prefix, attributes) : null;
        sent.TryGetValue(prefix, out var before);
        if (target is null && before is not null)
        {
            sent.Remove(prefix);
            withdrawn.Add(prefix);
        }
        else if (target is not null && target != before)
        {
            sent[prefix] = target;
            announced.Add(new(prefix, target));
        }
    }

    /// <summary>Null: this session cannot carry the route, because the family was not agreed on, no next hop is known, or no message holds it.</summary>
    private PathAttributes? Resolve(RibSession current, NlriPrefix prefix, PathAttributes attributes)
    {
        if (!current.Families.Contains(prefix.Family))
        {
            return null;
        }

        if (!resolved.TryGetValue((prefix.Afi, attributes), out var whole))
        {
            var nextHop = attributes.NextHop ?? NextHopOf(current, prefix.Afi);
            whole = nextHop is null ? null : attributes with { NextHop = nextHop };
            whole = whole is null || UpdatePacker.Fits(whole, current.Wire) ? whole : null;
            resolved[(prefix.Afi, attributes)] = whole;
        }

        return whole;
    }

    private static BgpAddress? NextHopOf(RibSession current, AddressFamilyIdentifier afi)
    {
        var isOverIpv6 = afi == AddressFamilyIdentifier.Ipv6 || (current.Wire.Ipv6NextHopForIpv4 && current.Ends.Transport.Afi == AddressFamilyIdentifier.Ipv6);
        return isOverIpv6 ? current.Ends.Ipv6 : current.Ends.Ipv4;
    }
}
