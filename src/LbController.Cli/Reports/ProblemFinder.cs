using LbController.Cli.Cluster;
using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Cli.Reports;

/// <summary>Looks through a picture for what does not work, each with its mend.</summary>
internal static class ProblemFinder
{
    public static IReadOnlyList<Problem> Find(ClusterPicture picture) =>
    [
        .. InstallationProblems.Find(picture.Namespace, picture.Installation, picture.Nodes),
        .. Configuration(picture),
        .. Pools(picture),
        .. Advertisements(picture),
        .. Services(picture),
        .. Nodes(picture),
        .. Sessions(picture),
    ];

    private static IEnumerable<Problem> Configuration(ClusterPicture picture)
    {
        foreach (var error in picture.Errors)
        {
            yield return new Problem($"{error.Kind} {error.Key.Name}", "ConfigurationError", $"{error.Field}: {error.Message}");
        }

        foreach (var (kind, key) in picture.Strays)
        {
            yield return new Problem($"{kind} {key}", "ConfigurationError", $"metadata.namespace: '{key.Namespace}' is not read; create it in '{picture.Namespace}'");
        }

        if (picture.PoolSpecs.Count == 0)
        {
            yield return new Problem(
                $"namespace {picture.Namespace}",
                nameof(ReasonCode.NoPools),
                "there is no IPAddressPool; create one, or give -n if LbController lives in another namespace");
        }
    }

    private static IEnumerable<Problem> Pools(ClusterPicture picture)
    {
        foreach (var pool in picture.Pools.Where(pool => PoolAnnouncers.Of(picture, pool).Count == 0))
        {
            yield return new Problem(
                $"IPAddressPool {pool.Name}",
                "NotAdvertised",
                "no L2Advertisement or BGPAdvertisement selects it, so nobody can reach its addresses; create one");
        }
    }

    private static IEnumerable<Problem> Advertisements(ClusterPicture picture)
    {
        foreach (var advertisement in picture.L2Advertisements)
        {
            foreach (var problem in Advertisement(picture, "L2Advertisement", advertisement.Key, advertisement.Pools, advertisement.PoolSelectors, advertisement.NodeSelectors))
            {
                yield return problem;
            }
        }

        foreach (var advertisement in picture.BgpAdvertisements)
        {
            foreach (var problem in Advertisement(picture, "BGPAdvertisement", advertisement.Key, advertisement.Pools, advertisement.PoolSelectors, advertisement.NodeSelectors))
            {
                yield return problem;
            }

            var unknown = advertisement.Peers.Where(name => picture.Peers.All(peer => peer.Name != name)).ToList();
            if (unknown.Count > 0 || picture.Peers.Count == 0)
            {
                var message = unknown.Count > 0 ? $"spec.peers: there is no valid BGPPeer {string.Join(", ", unknown)}; create it or take it out" : "there is no valid BGPPeer to tell; create one";
                yield return new Problem($"BGPAdvertisement {advertisement.Key.Name}", "NoPeer", message);
            }
        }
    }

    private static IEnumerable<Problem> Advertisement(
        ClusterPicture picture,
        string kind,
        ObjectKey key,
        ValueArray<string> pools,
        ValueArray<LabelSelector> poolSelectors,
        ValueArray<LabelSelector> nodeSelectors)
    {
        var unknown = pools.Where(name => !picture.Pools.TryGet(name, out _)).ToList();
        if (unknown.Count > 0)
        {
            yield return new Problem($"{kind} {key.Name}", nameof(ReasonCode.UnknownPool), $"spec.ipAddressPools: there is no IPAddressPool {string.Join(", ", unknown)}; create it or take it out");
        }
        else if (!picture.Pools.Any(pool => PoolAnnouncers.Selects(pools, poolSelectors, pool)))
        {
            yield return new Problem($"{kind} {key.Name}", "SelectsNoPool", "nobody uses it: it selects no valid IPAddressPool; mend spec.ipAddressPools or spec.ipAddressPoolSelectors");
        }

        if (picture.Nodes.Count > 0 && !picture.Nodes.Any(node => LabelSelector.AnyMatches(nodeSelectors, node.Labels)))
        {
            yield return new Problem($"{kind} {key.Name}", "SelectsNoNode", "spec.nodeSelectors match no node; mend them or label a node");
        }
    }

    private static IEnumerable<Problem> Services(ClusterPicture picture)
    {
        foreach (var service in picture.OurServices)
        {
            var addresses = ClusterPicture.AddressesOf(service);
            if (addresses.IsEmpty || service.AddressCondition is { Status: "False" })
            {
                var reason = service.AddressCondition is { Status: "False" } condition
                    ? (condition.Reason, condition.Message)
                    : Decided(Allocator.Decide(picture.AllocationInput, service, addresses).Reason);
                yield return new Problem($"Service {service.Key}", reason.Reason, reason.Message);
            }

            if (!addresses.IsEmpty && !picture.EndpointsOf(service.Key).AnyUsable)
            {
                yield return new Problem(
                    $"Service {service.Key}",
                    "NoEndpoints",
                    "no Pod serves it, so no node announces it; check spec.selector and that its Pods are ready");
            }
        }
    }

    private static (string Reason, string Message) Decided(Reason reason) => reason.Code == ReasonCode.Assigned
        ? ("Pending", $"could have {reason.Message}, but has nothing: does the controller run?")
        : (reason.Code.ToString(), reason.Message);

    private static IEnumerable<Problem> Nodes(ClusterPicture picture)
    {
        var families = picture.OurServices.SelectMany(service => ClusterPicture.AddressesOf(service)).Select(address => address.Family).Distinct().Order().ToList();
        foreach (var node in picture.Nodes)
        {
            var lacking = families.Where(family => !node.InternalIps.Any(address => address.Family == family)).ToList();
            if (lacking.Count > 0)
            {
                var names = string.Join(" and ", lacking.Select(family => family == IpFamily.V4 ? "IPv4" : "IPv6"));
                yield return new Problem(
                    $"Node {node.Key.Name}",
                    "NoAddressFamily",
                    $"has no {names} InternalIP, while Services have {names} addresses; give the node one, or keep it out by spec.nodeSelectors");
            }

            if (node.NetworkUnavailable)
            {
                yield return new Problem($"Node {node.Key.Name}", "NetworkUnavailable", "its condition NetworkUnavailable is True, so it announces nothing; look at the network plugin on it");
            }
        }

        if (picture.Nodes.Count > 0 && picture.Nodes.All(node => node.Labels.TryGet(NodeSnapshot.ExcludeLabel, out _)))
        {
            yield return new Problem("all Nodes", "ExcludedByLabel", $"every node has the label {NodeSnapshot.ExcludeLabel}, so none announces; remove it from one, or set --ignore-exclude-lb");
        }
    }

    private static IEnumerable<Problem> Sessions(ClusterPicture picture) => (picture.Sessions ?? [])
        .Where(session => !session.IsEstablished)
        .Select(session => new Problem(
            $"BGPPeer {session.Peer}",
            "SessionDown",
            $"the session from node {session.Node} is {session.State}{(session.LastError.Length > 0 ? $": {session.LastError}" : "; check that the router is reachable and expects this node")}"));
}
