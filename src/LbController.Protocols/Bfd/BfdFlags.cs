namespace LbController.Protocols.Bfd;

/// <summary>The flags of a control packet (RFC 5880, section 4.1), where they are in its second byte.</summary>
[Flags]
public enum BfdFlags
{
    None = 0,
    Multipoint = 0x01,
    Demand = 0x02,
    Authentication = 0x04,

    /// <summary>BFD of the sender does not share the fate of its control plane (the C bit).</summary>
    ControlPlaneIndependent = 0x08,
    Final = 0x10,
    Poll = 0x20,
}
