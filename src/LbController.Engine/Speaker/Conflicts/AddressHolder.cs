using LbController.Protocols.Wire;

namespace LbController.Engine.Speaker.Conflicts;

/// <summary>Who answers for an address of ours besides its owner, or in its place.</summary>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Link">The interface on which it was heard.</param>
/// <param name="Node">The node of ours that it is; empty: a stranger.</param>
internal sealed record AddressHolder(MacAddress Mac, string Link, string Node)
{
    /// <summary>For people.</summary>
    public override string ToString() => Node.Length == 0 ? $"{Mac} on {Link}" : $"{Mac} on {Link}, which is node {Node}";
}
