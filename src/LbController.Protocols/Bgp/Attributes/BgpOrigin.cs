namespace LbController.Protocols.Bgp.Attributes;

/// <summary>How the route came into BGP (RFC 4271, section 5.1.1). Lower wins.</summary>
public enum BgpOrigin : byte
{
    Igp = 0,
    Egp = 1,
    Incomplete = 2,
}
