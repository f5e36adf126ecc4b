namespace LbController.Protocols.Bgp.Attributes;

/// <summary>The high bits of an attribute's first octet (RFC 4271, section 4.3).</summary>
[Flags]
public enum AttributeTraits : byte
{
    /// <summary>Well-known, whole, with a length of one octet.</summary>
    None = 0,

    /// <summary>The length has two octets.</summary>
    ExtendedLength = 0x10,
    Partial = 0x20,
    Transitive = 0x40,
    Optional = 0x80,
}
