using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>A node has one session with a router: of two BGPPeers for one address, port and VRF that select the same node the older is kept.</summary>
internal sealed class DuplicatePeers
{
    private readonly List<ConfiguredPeer> valid = [];
    private readonly List<ConfigError> errors = [];

    public DuplicatePeers(IEnumerable<ConfiguredPeer> peers, ConfigObjects objects)
    {
        var nodes = new NodeOverlap(objects.Nodes);
        var byKey = peers.ToDictionary(peer => peer.Key);
        var taken = new Dictionary<(Addresses.Address, string, int, string), List<ConfiguredPeer>>();
        foreach (var spec in objects.BgpPeers.OldestFirst())
        {
            if (!byKey.TryGetValue(spec.Key, out var peer))
            {
                continue;
            }

            var router = (peer.Address, peer.Interface, peer.Port, peer.Vrf);
            var others = taken.TryGetValue(router, out var known) ? known : taken[router] = [];
            if (others.Find(other => nodes.Exists(peer.NodeSelectors, other.NodeSelectors)) is { } older)
            {
                errors.Add(ErrorOf(peer, older));
            }
            else
            {
                others.Add(peer);
                valid.Add(peer);
            }
        }

        valid.Sort((one, other) => one.Key.CompareTo(other.Key));
    }

    public IReadOnlyList<ConfiguredPeer> Valid => valid;

    public IReadOnlyList<ConfigError> Errors => errors;

    private static ConfigError ErrorOf(ConfiguredPeer peer, ConfiguredPeer older) => new(
        BgpPeerParser.Kind,
        peer.Key,
        peer.Interface.Length > 0 ? "spec.interface" : "spec.peerAddress",
        $"'{(peer.Interface.Length > 0 ? peer.Interface : peer.Address)}' is the router of BGPPeer '{older.Name}' on the same nodes, which is older and is kept; remove one of the two, or give them nodeSelectors that do not meet");
}
