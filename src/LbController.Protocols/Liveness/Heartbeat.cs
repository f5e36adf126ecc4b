using LbController.Protocols.Wire;

namespace LbController.Protocols.Liveness;

/// <summary>What a speaker says to all others on a link: I am here, and these addresses are mine.</summary>
/// <param name="Node">The sender's node name.</param>
/// <param name="Epoch">Of the sender's process: higher in each later one. A start time in milliseconds does.</param>
/// <param name="Sequence">Higher in each later heartbeat of an epoch.</param>
public sealed record Heartbeat(string Node, ulong Epoch, ulong Sequence)
{
    /// <summary>The name of the sender's interface.</summary>
    public string Link { get; init; } = "";

    /// <summary>Its hardware address: whoever answers with it is one of ours.</summary>
    public MacAddress Mac { get; init; }

    public HeartbeatFlags Flags { get; init; }

    /// <summary>Higher with each change of the sender's claims.</summary>
    public uint ClaimsVersion { get; init; }

    /// <summary>Which part of the claims of this version this heartbeat carries, from 0.</summary>
    public ushort Page { get; init; }

    /// <summary>How many parts there are; at least 1.</summary>
    public ushort Pages { get; init; } = 1;

    public ValueSequence<HeartbeatClaim> Claims { get; init; }

    /// <summary>The <see cref="NodeTag"/> of nodes that were not heard as they should: each answers at once with a heartbeat.</summary>
    public ValueSequence<ulong> Asks { get; init; }

    /// <summary>What the sender found when it asked the wire who answers for addresses of others.</summary>
    public ValueSequence<HeartbeatDoubt> Doubts { get; init; }
}
