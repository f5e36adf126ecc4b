namespace LbController.Protocols.Liveness;

/// <summary>An address that is the sender's.</summary>
/// <param name="Address">As a number in network byte order.</param>
/// <param name="IsIpv6">Which family the number is of.</param>
/// <param name="Term">Higher by one with each change of the owner; of two claims the higher wins.</param>
/// <param name="OfferedTo">The <see cref="NodeTag"/> of the successor that is asked to take it over; 0: it is kept.</param>
public readonly record struct HeartbeatClaim(UInt128 Address, bool IsIpv6, uint Term, ulong OfferedTo)
{
    /// <summary>The sender does not answer: it still asks whether somebody has the address, or a stranger has it.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Somebody else has the address too, or the sender is not heard when it answers: the sender knows what is wrong.</summary>
    public bool IsDisputed { get; init; }
}
