namespace LbController.Protocols.Arp;

/// <summary>Why a frame is no ARP packet that we understand.</summary>
public enum ArpError
{
    None,

    /// <summary>Shorter than an Ethernet header and an ARP packet.</summary>
    TooShort,

    /// <summary>The EtherType is not 0x0806; a VLAN tag counts as another type.</summary>
    NotArp,

    /// <summary>The hardware is not Ethernet with addresses of six bytes.</summary>
    WrongHardware,

    /// <summary>The protocol is not IPv4 with addresses of four bytes.</summary>
    WrongProtocol,

    /// <summary>Neither a request nor a reply.</summary>
    UnknownOperation,
}
