using LbController.Core.Addresses;
using LbController.Engine.Paths;

namespace LbController.Linux.Paths;

/// <summary>Where the packets of a session come in.</summary>
internal readonly record struct BfdPort(string Vrf, IpFamily Family, bool IsMultihop)
{
    public int Number => IsMultihop ? BfdPorts.Multihop : BfdPorts.SingleHop;

    public static BfdPort Of(PathTarget target) => new(target.Vrf, target.Peer.Family, target.IsMultihop);
}
