using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>
/// The router on each link that a BGPPeer names by <c>interface</c>, as router advertisements tell. On such a link there is one; should another be
/// heard, it takes its place only when the first was silent for a while.
/// </summary>
internal sealed class LinkRouters
{
    /// <summary>Routers with unnumbered peers advertise every ten seconds.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly SortedDictionary<int, (Address Router, TimeSpan At)> heard = [];
    private ValueArray<int> greeted;

    /// <summary>Null: none was heard.</summary>
    public Address? On(int link) => heard.TryGetValue(link, out var entry) ? entry.Router : null;

    /// <returns>Whether a link has another router than before.</returns>
    public bool Fold(Fact fact, TimeSpan now)
    {
        if (fact is NetworkFact.LinkGone gone)
        {
            return heard.Remove(gone.Index);
        }

        if (fact is not NetworkFact.RouterSeen seen)
        {
            return false;
        }

        var isNew = !heard.TryGetValue(seen.LinkIndex, out var known) || (known.Router != seen.Router && known.At + Silence <= now);
        if (isNew || known.Router == seen.Router)
        {
            heard[seen.LinkIndex] = (seen.Router, now);
        }

        return isNew;
    }

    /// <summary>Says on which links routers are to be greeted, whenever that changes.</summary>
    public IEnumerable<Command> Follow(IEnumerable<PeerSettings> peers)
    {
        var links = peers.Where(peer => peer.LinkIndex != 0).Select(peer => peer.LinkIndex).Distinct().Order().ToValueArray();
        if (links == greeted)
        {
            return [];
        }

        greeted = links;
        return [new NetworkCommand.GreetRouters(links)];
    }
}
