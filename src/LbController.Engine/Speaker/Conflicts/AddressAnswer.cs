namespace LbController.Engine.Speaker.Conflicts;

/// <summary>How an address stands, as this node knows it.</summary>
/// <param name="Owner">Whose it is; null: nobody's that is heard.</param>
/// <param name="IsSilent">Its owner does not answer, at least not yet.</param>
/// <param name="Dispute">What is wrong about it; known of our own addresses alone.</param>
internal readonly record struct AddressAnswer(string? Owner, bool IsSilent, AddressDispute? Dispute)
{
    /// <summary>Its owner, ours or another, knows that something is wrong about it.</summary>
    public bool IsDisputed { get; init; } = Dispute is not null;
}
