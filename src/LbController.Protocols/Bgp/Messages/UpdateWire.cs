namespace LbController.Protocols.Bgp.Messages;

/// <summary>What the OPENs of both sides settle about the form of messages.</summary>
/// <param name="FourOctetAs">AS numbers in AS_PATH have four octets (RFC 6793).</param>
/// <param name="IsInternal">Both sides are in one AS.</param>
/// <param name="ExtendedMessages">Both sides take messages of up to 65535 octets (RFC 8654).</param>
/// <param name="Ipv6NextHopForIpv4">Both sides take IPv4 routes with an IPv6 next hop (RFC 8950).</param>
public readonly record struct UpdateWire(bool FourOctetAs, bool IsInternal, bool ExtendedMessages = false, bool Ipv6NextHopForIpv4 = false)
{
    /// <summary>Octets of the longest message.</summary>
    public int MaximumLength => ExtendedMessages ? BgpHeader.ExtendedMaximumLength : BgpHeader.MaximumLength;
}
