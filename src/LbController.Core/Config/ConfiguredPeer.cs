using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>A BGPPeer that has passed validation. Its text form never shows the password.</summary>
/// <param name="Name">The object's name: what BGPAdvertisements refer to.</param>
/// <param name="Key">The object.</param>
/// <param name="LocalAsn">Our AS towards this peer.</param>
/// <param name="PeerAsn">The AS that the peer must have; <see cref="AnyExternalAsn"/>: any but ours.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record ConfiguredPeer(string Name, ObjectKey Key, uint LocalAsn, uint PeerAsn, Address Address, int Port)
{
    public const uint AnyExternalAsn = 0;

    /// <summary>The address to speak from; null: the kernel's choice.</summary>
    public Address? Source { get; init; }

    /// <summary>Zero, or 3 to 65535 seconds.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Null: a third of the hold time.</summary>
    public TimeSpan? KeepaliveTime { get; init; }

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Null: taken from the node.</summary>
    public Address? RouterId { get; init; }

    /// <summary>The nodes that have a session with the peer; empty: all.</summary>
    public ValueArray<LabelSelector> NodeSelectors { get; init; }

    public string Password { get; init; } = "";

    /// <summary>The Secret to read the password from; null: none.</summary>
    public ObjectKey? PasswordSecret { get; init; }

    public bool EbgpMultiHop { get; init; }

    /// <summary>Both address families on one session.</summary>
    public bool IsDualStack { get; init; }

    /// <summary>The VRF device to speak from; empty: the main table.</summary>
    public string Vrf { get; init; } = "";

    /// <summary>Graceful restart (RFC 4724): how long the peer keeps our routes meanwhile, 1 to 4095 s; null: not at all.</summary>
    public TimeSpan? RestartTime { get; init; }

    public bool IsGraceful => RestartTime is not null;

    /// <summary>How long the peer shall keep our routes after the restart time (RFC 9494), 1 to 16777215 s; zero: not at all.</summary>
    public TimeSpan LongLivedStaleTime { get; init; }

    /// <summary>The name of a BFDProfile; empty: none.</summary>
    public string BfdProfile { get; init; } = "";

    /// <summary>There is to be no BGP before BFD is up.</summary>
    public bool IsBfdStrict { get; init; }

    /// <summary>The link on which the router is found by its advertisements; empty: it has an address.</summary>
    public string Interface { get; init; } = "";

    /// <summary>Never dial; the router does.</summary>
    public bool IsPassive { get; init; }

    /// <summary>The peer's AS is ours, whatever that is on the node.</summary>
    public bool FollowsLocalAsn { get; init; }

    /// <summary>What is read from the Node before there is a session.</summary>
    public NodeFields FromNode { get; init; } = new();

    /// <summary>Where the router is, for people: its address, the interface, or both once it was found there.</summary>
    public string Place => Interface.Length == 0 ? Address.ToString() : Address == default ? Interface : $"{Address}%{Interface}";

    public bool IsInternal => LocalAsn == PeerAsn;

    public override string ToString() => $"BGPPeer {Name} ({Place} AS {PeerAsn})";
}
