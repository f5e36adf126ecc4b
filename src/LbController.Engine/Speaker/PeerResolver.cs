using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>Which sessions this node shall have, from BGPPeers, Secrets and the node's labels.</summary>
internal static class PeerResolver
{
    private const string NotListening = "spec.passive: this speaker does not listen, so nobody would dial; start it with --bgp-listen-port, or leave this out";
    private const string BasicAuth = "kubernetes.io/basic-auth";

    /// <summary>The settings of every valid peer that selects the node, by name.</summary>
    /// <param name="state">Peers, Secrets and links.</param>
    /// <param name="node">This node.</param>
    /// <param name="routers">Those found by router advertisements.</param>
    /// <param name="listens">This speaker takes connections.</param>
    public static SortedDictionary<string, PeerSettings> Resolve(SpeakerState state, NodeSnapshot node, LinkRouters routers, bool listens)
    {
        var settings = new SortedDictionary<string, PeerSettings>(StringComparer.Ordinal);
        foreach (var peer in state.Config.Peers)
        {
            if (LabelSelector.AnyMatches(peer.NodeSelectors, node.Labels))
            {
                var substitution = new NodeSubstitution(node);
                // Which nodes are selected is settled here: an edit of the selectors that still selects this node must not end its session.
                var own = substitution.Apply(peer) with { NodeSelectors = [] };
                var (password, problem) = PasswordOf(own, state);
                problem = substitution.Problem.Length > 0 ? substitution.Problem : problem.Length > 0 || listens || !own.IsPassive ? problem : NotListening;
                var found = new PeerSettings(own, password, RouterIdOf(own, node), problem);
                settings[peer.Name] = own.Interface.Length == 0 ? found : OnLink(found, state, routers);
            }
        }

        return settings;
    }

    /// <summary>Finds the router behind an interface.</summary>
    private static PeerSettings OnLink(PeerSettings settings, SpeakerState state, LinkRouters routers)
    {
        var name = settings.Peer.Interface;
        if (state.Links.Values.FirstOrDefault(link => link.Name == name) is not { } link)
        {
            var names = string.Join(", ", state.Links.Values.Where(link => !link.IsLoopback).Select(link => link.Name).Order(StringComparer.Ordinal));
            return settings with { Problem = $"spec.interface: this node has no interface '{name}'; it has {names}" };
        }

        return routers.On(link.Index) is { } router
            ? settings with { LinkIndex = link.Index, Peer = settings.Peer with { Address = router } }
            : settings with { LinkIndex = link.Index, Problem = settings.Problem.Length > 0 ? settings.Problem : $"no router advertisement has come in on '{name}' yet: the router there must send them, and IPv6 must be on" };
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
