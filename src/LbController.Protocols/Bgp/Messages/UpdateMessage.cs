using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>Routes that are no longer valid, and routes that share attributes (RFC 4271, section 4.3; RFC 4760 for IPv6).</summary>
/// <param name="Attributes">Null: no attributes at all.</param>
/// <param name="Announced">Of one family when we encode; a peer may mix both.</param>
public sealed record UpdateMessage(ValueSequence<NlriPrefix> Withdrawn, PathAttributes? Attributes, ValueSequence<NlriPrefix> Announced)
    : BgpMessage
{
    /// <summary>The family whose first table is now complete (RFC 4724, section 2); null: not an End-of-RIB marker.</summary>
    public BgpFamily? EndOfRib { get; init; }

    public UpdateTreatment Treatment { get; init; }

    /// <summary>Why the treatment is not <see cref="UpdateTreatment.Accept"/>; otherwise empty.</summary>
    public string Fault { get; init; } = "";

    public static UpdateMessage EndOf(BgpFamily family) => new([], null, []) { EndOfRib = family };
}
