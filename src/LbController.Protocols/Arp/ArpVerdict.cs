namespace LbController.Protocols.Arp;

/// <summary>What the responder made of a frame.</summary>
public enum ArpVerdict
{
    Answered,

    /// <summary>A reply, or anything else that asks nothing.</summary>
    NotARequest,

    /// <summary>Sent to the hardware address of somebody else.</summary>
    ForAnotherHost,

    /// <summary>Sent by this link itself.</summary>
    OwnFrame,

    /// <summary>Asks for an address that this link does not answer for.</summary>
    NotOurs,
}
