using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Protocols.Wire;

namespace LbController.Engine.Facts;

/// <summary>A network interface of the node, as the kernel describes it.</summary>
/// <param name="Index">The kernel's interface index.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mac">Its hardware address; zero when it has none.</param>
public sealed record LinkSnapshot(int Index, string Name, MacAddress Mac)
{
    /// <summary>Administratively up and with carrier (IFF_UP and IFF_LOWER_UP).</summary>
    public bool IsUp { get; init; }

    public bool IsLoopback { get; init; }

    /// <summary>IFF_BROADCAST is set: ARP makes sense.</summary>
    public bool HasBroadcast { get; init; }

    /// <summary>IFF_NOARP is set.</summary>
    public bool HasNoArp { get; init; }

    /// <summary>The link is a port of a bridge, bond or team and speaks through that. A member of a VRF is not meant: it speaks for itself.</summary>
    public bool IsEnslaved { get; init; }

    /// <summary>The link's name is on the list of those that never announce.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>Addresses on the link with their prefix lengths, sorted.</summary>
    public ValueArray<LinkAddress> Addresses { get; init; }
}
