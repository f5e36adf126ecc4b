using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>The first message of either side.</summary>
/// <param name="TwoOctetAs">The field of the fixed part: 23456 if the AS number needs four octets.</param>
/// <param name="HoldTime">Seconds; 0: no timers; 1 and 2 are not allowed.</param>
/// <param name="Identifier">The router id, an IPv4 address as a number.</param>
public sealed record OpenMessage(byte Version, ushort TwoOctetAs, ushort HoldTime, uint Identifier, ValueSequence<BgpCapability> Capabilities)
    : BgpMessage
{
    public const byte ProtocolVersion = 4;

    /// <summary>AS_TRANS (RFC 6793): stands for an AS number that does not fit in two octets.</summary>
    public const ushort AsTrans = 23456;

    public bool HasFourOctetAs => Capabilities.Any(c => c is BgpCapability.FourOctetAs);

    /// <summary>The sender's AS number, from the capability if it is there.</summary>
    public uint As => Capabilities.OfType<BgpCapability.FourOctetAs>().FirstOrDefault()?.As ?? TwoOctetAs;

    /// <summary>The families of the sender: IPv4 unicast if it names none (RFC 4760, section 8).</summary>
    public IEnumerable<BgpFamily> Families =>
        Capabilities.Any(c => c is BgpCapability.MultiProtocol)
            ? Capabilities.OfType<BgpCapability.MultiProtocol>().Select(c => c.Family).Distinct()
            : [BgpFamily.Ipv4Unicast];
}
