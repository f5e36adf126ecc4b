namespace LbController.Protocols.Bgp.Messages;

public enum BgpMessageType : byte
{
    None = 0,
    Open = 1,
    Update = 2,
    Notification = 3,
    Keepalive = 4,

    /// <summary>RFC 2918.</summary>
    RouteRefresh = 5,
}
