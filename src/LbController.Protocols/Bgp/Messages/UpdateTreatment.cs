namespace LbController.Protocols.Bgp.Messages;

/// <summary>What RFC 7606 makes of an UPDATE that has a fault but does not end the session. Ordered: the stronger wins.</summary>
public enum UpdateTreatment
{
    Accept,

    /// <summary>The faulty attribute is ignored; the routes stand.</summary>
    AttributeDiscard,

    /// <summary>The routes of the UPDATE count as withdrawn.</summary>
    TreatAsWithdraw,
}
