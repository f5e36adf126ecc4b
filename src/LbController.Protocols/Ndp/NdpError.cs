namespace LbController.Protocols.Ndp;

/// <summary>Why a frame is no Neighbour Solicitation or Advertisement that may be believed (RFC 4861, 7.1.1 and 7.1.2).</summary>
public enum NdpError
{
    None,

    /// <summary>Shorter than the headers of Ethernet and IPv6 and a message without options, or than the IPv6 header says.</summary>
    TooShort,

    /// <summary>The EtherType is not 0x86dd, or the IP version is not 6; a VLAN tag counts as another type.</summary>
    NotIpv6,

    /// <summary>The next header is not ICMPv6; extension headers are not followed.</summary>
    NotIcmpv6,

    /// <summary>A router may have forwarded the packet: only a neighbour can send 255.</summary>
    HopLimitNot255,

    /// <summary>The checksum over pseudo header and message is wrong.</summary>
    WrongChecksum,

    /// <summary>Another ICMPv6 type, or a code that is not 0.</summary>
    NotNdp,

    /// <summary>The source is a multicast address.</summary>
    MulticastSource,

    /// <summary>The address asked for, or told of, is a multicast address.</summary>
    MulticastTarget,

    /// <summary>An option says that it has no length: the whole packet is to be dropped (RFC 4861, 4.6).</summary>
    OptionWithoutLength,

    /// <summary>An option reaches past the end of the message.</summary>
    OptionTooLong,

    /// <summary>A link-layer address that is not one of Ethernet.</summary>
    WrongLinkAddress,

    /// <summary>A solicitation from <c>::</c> that does not go to a solicited-node group.</summary>
    ProbeToWrongGroup,

    /// <summary>A solicitation from <c>::</c> that names a source link-layer address.</summary>
    ProbeWithLinkAddress,

    /// <summary>An advertisement to a group that claims to answer a question.</summary>
    SolicitedToGroup,
}
