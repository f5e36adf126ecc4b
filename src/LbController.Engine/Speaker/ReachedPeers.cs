using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>Which peers really have the routes of a Service: a status names only those.</summary>
internal sealed class ReachedPeers(SpeakerState state, BgpAnnouncer bgp)
{
    private readonly SortedDictionary<ObjectKey, ValueArray<string>> peersOf = [];

    /// <summary>The Services that any peer has, each with the names of the peers, sorted.</summary>
    public IReadOnlyDictionary<ObjectKey, ValueArray<string>> PeersOf => peersOf;

    /// <summary>All anew; null: nothing is announced.</summary>
    public void Renew(BgpTable? routes)
    {
        peersOf.Clear();
        if (routes is not null)
        {
            Update(routes, routes.PeersOf.Keys);
        }
    }

    /// <summary>Some Services anew.</summary>
    public void Update(BgpTable routes, IEnumerable<ObjectKey> services)
    {
        foreach (var service in services)
        {
            peersOf.Remove(service);
            if (!routes.PeersOf.TryGetValue(service, out var peers))
            {
                continue;
            }

            var families = state.Services[service].IngressIps.Select(FamilyOf).Distinct().ToList();
            var names = peers.Where(peer => families.Exists(family => bgp.Carries(peer, family))).ToValueArray();
            if (!names.IsEmpty)
            {
                peersOf[service] = names;
            }
        }
    }

    private static IpFamily FamilyOf(string address) => address.Contains(':', StringComparison.Ordinal) ? IpFamily.V6 : IpFamily.V4;
}
