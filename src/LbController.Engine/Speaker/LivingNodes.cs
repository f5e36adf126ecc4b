using LbController.Core.Announcing;
using LbController.Protocols.Liveness;

namespace LbController.Engine.Speaker;

/// <summary>Who can own an address, as this node sees it now: a view made for one decision.</summary>
internal sealed class LivingNodes
{
    private readonly string ownNode;
    private readonly LinkScope scope;
    private readonly Func<int, bool> isIsolated;
    private readonly SortedDictionary<string, List<(int Link, string RemoteLink, HeartbeatFlags Flags)>> heard = new(StringComparer.Ordinal);

    public LivingNodes(string ownNode, LinkScope scope, LivenessMachine machine, Func<int, bool> isIsolated)
    {
        (this.ownNode, this.scope, this.isIsolated) = (ownNode, scope, isIsolated);
        foreach (var (node, link, remote) in machine.Alive)
        {
            if (!heard.TryGetValue(node, out var places))
            {
                heard[node] = places = [];
            }

            places.Add((link, remote, machine.LastOf(node, link)!.Flags));
        }
    }

    /// <summary>Nobody else is heard.</summary>
    public bool IsAlone => heard.Count == 0;

    /// <summary>Whether a node is heard anywhere at all.</summary>
    public bool IsHeard(string node) => heard.ContainsKey(node);

    /// <summary>All that are heard, sorted.</summary>
    public IReadOnlyCollection<string> Heard => heard.Keys;

    /// <summary>Whether a node is heard where the address lives.</summary>
    public bool IsThere(string node, L2Announcement announcement, L2Contender? contender) =>
        heard.TryGetValue(node, out var places) && places.Exists(place => IsInScope(place.Link, place.RemoteLink, announcement, contender));

    /// <summary>Whether a contender can take the address over: it is heard there, and is ready for more.</summary>
    /// <param name="contender">The node.</param>
    /// <param name="announcement">The address.</param>
    /// <param name="soon">That it will be ready in a moment is enough: nobody waits for an address that is new.</param>
    public bool CanTake(L2Contender contender, L2Announcement announcement, bool soon) =>
        heard.TryGetValue(contender.Node, out var places)
        && places.Exists(place => !place.Flags.HasFlag(HeartbeatFlags.Leaving)
            && place.Flags.HasFlag(soon && !place.Flags.HasFlag(HeartbeatFlags.CutOff) ? HeartbeatFlags.None : HeartbeatFlags.Settled)
            && IsInScope(place.Link, place.RemoteLink, announcement, contender));

    /// <summary>
    /// Whether this node itself can be heard where the address lives. One that is cut off from the others leaves it to them; where it is
    /// the only one that may announce it there is nobody to leave it to, and whoever still reaches it is served.
    /// </summary>
    public bool CanAnswer(L2Announcement announcement)
    {
        var rank = announcement.RankOf(ownNode);
        var interfaces = rank < 0 ? [] : announcement.Contenders[rank].Interfaces;
        var isOnly = rank >= 0 && announcement.Contenders.Count == 1;
        return scope.For(announcement.Address, interfaces).Any(link => link.IsUp && (isOnly || !isIsolated(link.Index)));
    }

    private bool IsInScope(int link, string remoteLink, L2Announcement announcement, L2Contender? contender) =>
        (contender is null || contender.Interfaces.IsEmpty || contender.Interfaces.Contains(remoteLink, StringComparer.Ordinal))
        && scope.For(announcement.Address, []).Any(own => own.Index == link);
}
