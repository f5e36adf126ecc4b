using System.Globalization;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>Puts what a Node's annotations or labels say into the place of a peer's fields. The first value that cannot be is the problem.</summary>
internal sealed class NodeSubstitution(NodeSnapshot node)
{
    private const string Where = "spec.fromNode.";

    /// <summary>Why there can be no session; empty: nothing is wrong.</summary>
    public string Problem { get; private set; } = "";

    public ConfiguredPeer Apply(ConfiguredPeer peer)
    {
        var from = peer.FromNode;
        var address = AddressOf(from.PeerAddress, "peerAddress") ?? peer.Address;
        var local = AsnOf(from.MyAsn, "myASN");
        var substituted = peer with
        {
            LocalAsn = local ?? peer.LocalAsn,
            PeerAsn = AsnOf(from.PeerAsn, "peerASN") ?? (peer.FollowsLocalAsn ? local : null) ?? peer.PeerAsn,
            Address = address,
            Source = AddressOf(from.SourceAddress, "sourceAddress") ?? peer.Source,
            RouterId = AddressOf(from.RouterId, "routerID") ?? peer.RouterId,
            FromNode = new NodeFields(),
        };
        Require(substituted.Source is not { } source || source.Family == address.Family, from.SourceAddress, "sourceAddress", "is not of the family of the router's address");
        Require(substituted.RouterId is not { } id || (id.Family == IpFamily.V4 && id.Value != 0), from.RouterId, "routerID", "is not an IPv4 address other than 0.0.0.0");
        return substituted;
    }

    private uint? AsnOf(string key, string field)
    {
        if (ValueOf(key) is not { } text)
        {
            return null;
        }

        var isRead = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != 0;
        Require(isRead, key, field, "is not an AS number, 1 to 4294967295");
        return isRead ? number : null;
    }

    private Address? AddressOf(string key, string field)
    {
        if (ValueOf(key) is not { } text)
        {
            return null;
        }

        var isRead = Address.TryParse(text, out var address);
        Require(isRead, key, field, "is not an IP address");
        return isRead ? address : null;
    }

    private string? ValueOf(string key) =>
        key.Length == 0 ? null : node.Annotations[key] ?? node.Labels[key];

    private void Require(bool holds, string key, string field, string what)
    {
        if (!holds && Problem.Length == 0)
        {
            Problem = $"{Where}{field}: '{ValueOf(key)}' of '{key}' on Node '{node.Key.Name}' {what}; mend it there";
        }
    }
}
