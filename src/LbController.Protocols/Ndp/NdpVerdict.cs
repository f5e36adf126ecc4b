namespace LbController.Protocols.Ndp;

/// <summary>What the responder made of a frame.</summary>
public enum NdpVerdict
{
    Answered,

    /// <summary>An advertisement: it asks nothing.</summary>
    NotASolicitation,

    /// <summary>Sent to the hardware address of somebody else.</summary>
    ForAnotherHost,

    /// <summary>Sent by this link itself.</summary>
    OwnFrame,

    /// <summary>Asks for an address that this link does not answer for.</summary>
    NotOurs,
}
