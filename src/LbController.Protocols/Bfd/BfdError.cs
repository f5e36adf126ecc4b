namespace LbController.Protocols.Bfd;

/// <summary>Why a datagram is no BFD control packet to be believed (RFC 5880, section 6.8.6).</summary>
public enum BfdError
{
    None,
    TooShort,
    WrongVersion,
    WrongLength,
    ZeroDetectMultiplier,
    Multipoint,
    ZeroMyDiscriminator,
    ZeroYourDiscriminator,

    /// <summary>No session here uses authentication.</summary>
    Authenticated,

    /// <summary>The TTL says that the packet comes from farther away than allowed (RFC 5881, section 5).</summary>
    TimeToLive,

    /// <summary>It is for no session of ours.</summary>
    UnknownSession,
}
