using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>A BGPPeer (v1beta2) as written by the user: unvalidated. Its text form never shows the password.</summary>
public sealed record BgpPeerSpec(ObjectKey Key) : ConfigObject(Key)
{
    public uint MyAsn { get; init; }

    public uint PeerAsn { get; init; }

    /// <summary><c>internal</c>, <c>external</c>, or empty.</summary>
    public string DynamicAsn { get; init; } = "";

    public uint LocalAsn { get; init; }

    public string PeerAddress { get; init; } = "";

    public string Interface { get; init; } = "";

    public string SourceAddress { get; init; } = "";

    public int PeerPort { get; init; } = 179;

    /// <summary>Null: not set.</summary>
    public TimeSpan? HoldTime { get; init; }

    public TimeSpan? KeepaliveTime { get; init; }

    public TimeSpan? ConnectTime { get; init; }

    public string RouterId { get; init; } = "";

    public ValueArray<LabelSelector> NodeSelectors { get; init; }

    public string Password { get; init; } = "";

    /// <summary>The Secret to read the password from; null: none.</summary>
    public ObjectKey? PasswordSecret { get; init; }

    public string BfdProfile { get; init; } = "";

    /// <summary>Ours, not MetalLB's: no BGP before BFD is up.</summary>
    public bool BfdStrict { get; init; }

    public bool EnableGracefulRestart { get; init; }

    /// <summary>Ours, not MetalLB's: how long routes are kept over a graceful restart. Null: 120 s.</summary>
    public TimeSpan? GracefulRestartTime { get; init; }

    /// <summary>Ours, not MetalLB's: how long stale routes are kept after a graceful restart (RFC 9494). Null: not at all.</summary>
    public TimeSpan? LongLivedStaleTime { get; init; }

    /// <summary>Ours, not MetalLB's: never dial, wait for the router to do it.</summary>
    public bool Passive { get; init; }

    public bool EbgpMultiHop { get; init; }

    public string Vrf { get; init; } = "";

    public bool DisableMp { get; init; }

    public bool DualStackAddressFamily { get; init; }

    /// <summary>Ours, not MetalLB's: what is read from the Node.</summary>
    public NodeFields FromNode { get; init; } = new();

    /// <summary>Fields whose text could not be read, such as a duration without a unit; each such field counts as not set.</summary>
    public ValueArray<ConfigError> Malformed { get; init; }

    public override string ToString() => $"BGPPeer {Key.Name} ({PeerAddress}{Interface} AS {PeerAsn}{DynamicAsn})";
}
