using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>Which sessions this node shall have, from BGPPeers, Secrets and the node's labels.</summary>
internal static class PeerResolver
{
    private const string BasicAuth = "kubernetes.io/basic-auth";

    /// <summary>The settings of every valid peer that selects the node, by name.</summary>
    public static SortedDictionary<string, PeerSettings> Resolve(SpeakerState state, NodeSnapshot node)
    {
        var settings = new SortedDictionary<string, PeerSettings>(StringComparer.Ordinal);
        foreach (var peer in state.Config.Peers)
        {
            if (LabelSelector.AnyMatches(peer.NodeSelectors, node.Labels))
            {
                var (password, problem) = PasswordOf(peer, state);
                // Which nodes are selected is settled here: an edit of the selectors that still selects this node must not end its session.
                settings[peer.Name] = new PeerSettings(peer with { NodeSelectors = [] }, password, RouterIdOf(peer, node), problem);
            }
        }

        return settings;
    }

    private static (string Password, string Problem) PasswordOf(ConfiguredPeer peer, SpeakerState state)
    {
        if (peer.PasswordSecret is not { } key)
        {
            return (peer.Password, "");
        }

        if (!state.Secrets.TryGetValue(key, out var secret))
        {
            return ("", $"spec.passwordSecret: there is no Secret {key}; make it, of type {BasicAuth}, with the key 'password'");
        }

        if (secret.Type != BasicAuth || secret.Password is not { Length: > 0 } password)
        {
            return ("", $"spec.passwordSecret: Secret {key} of type {secret.Type} has no password; it must be of type {BasicAuth} with the key 'password'");
        }

        return (password, "");
    }

    /// <summary>The configured one, the node's IPv4 address, or a number that the node's name stands for.</summary>
    private static uint RouterIdOf(ConfiguredPeer peer, NodeSnapshot node)
    {
        if (peer.RouterId is { } given)
        {
            return (uint)given.Value;
        }

        var address = node.InternalIps.FirstOrDefault(ip => ip.Family == IpFamily.V4);
        return address.Value != 0 ? (uint)address.Value : (uint)StableHash.Of("router-id", node.Key.Name) | 1;
    }
}
