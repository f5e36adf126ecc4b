namespace LbController.Protocols.Ndp;

/// <summary>The flags of a Neighbour Advertisement (RFC 4861, 4.4), as they stand in its fifth byte.</summary>
[Flags]
public enum NdpFlags : byte
{
    None = 0,

    /// <summary>Replace what the cache holds.</summary>
    Override = 0x20,

    /// <summary>Answers a question: proves that the way there and back works.</summary>
    Solicited = 0x40,

    /// <summary>The sender is a router.</summary>
    Router = 0x80,
}
