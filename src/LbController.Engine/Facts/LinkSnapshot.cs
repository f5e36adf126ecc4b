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

    /// <summary>The link belongs to a bridge, bond or VRF (it has a master) and speaks through that.</summary>
    public bool IsEnslaved { get; init; }

    /// <summary>Addresses on the link with their prefix lengths, sorted.</summary>
    public ValueArray<LinkAddress> Addresses { get; init; }
}
