namespace LbController.Protocols.Bgp.Session;

/// <summary>RFC 4271, section 8.2.2. The order is that of coming up.</summary>
public enum SessionState
{
    /// <summary>Stopped, or waiting to dial again after an error of the protocol.</summary>
    Idle,

    /// <summary>TCP is being opened.</summary>
    Connect,

    /// <summary>TCP failed; waiting to dial again.</summary>
    Active,

    /// <summary>Our OPEN is sent.</summary>
    OpenSent,

    /// <summary>Both OPENs are seen, the peer's KEEPALIVE is awaited.</summary>
    OpenConfirm,
    Established,
}
