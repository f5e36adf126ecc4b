namespace LbController.Protocols.Bfd;

/// <summary>RFC 5880, section 4.1; the numbers are those of the wire.</summary>
public enum BfdState
{
    AdminDown = 0,
    Down = 1,
    Init = 2,
    Up = 3,
}
