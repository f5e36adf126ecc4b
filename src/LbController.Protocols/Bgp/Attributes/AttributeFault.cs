namespace LbController.Protocols.Bgp.Attributes;

/// <summary>What a fault in an attribute leads to (RFC 7606, section 2).</summary>
public enum AttributeFault
{
    Discard,
    Withdraw,

    /// <summary>The session ends: the routes concerned cannot be known.</summary>
    Reset,
}
