namespace LbController.Protocols.Bgp.Attributes;

/// <summary>One line of <see cref="AttributeTable"/>.</summary>
/// <param name="Traits">The Optional and Transitive bits that it must carry.</param>
/// <param name="Minimum">Fewest octets of a value.</param>
/// <param name="Maximum">Most octets of a value.</param>
/// <param name="Step">The length is a multiple of this.</param>
/// <param name="IfMalformed">On a session with a peer in another AS and, unless said otherwise, in our own.</param>
/// <param name="InternalOnly">Ignored whole when an external peer sends it.</param>
public sealed record AttributeRow(
    AttributeCode Code, string Name, AttributeTraits Traits, int Minimum, int Maximum, int Step, AttributeFault IfMalformed, bool InternalOnly = false)
{
    public bool AllowsLength(int length) => length >= Minimum && length <= Maximum && length % Step == 0;
}
