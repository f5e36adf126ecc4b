namespace LbController.Protocols.Bgp.Messages;

/// <summary>What the OPENs of both sides settle about the form of UPDATE messages.</summary>
/// <param name="FourOctetAs">AS numbers in AS_PATH have four octets (RFC 6793).</param>
/// <param name="IsInternal">Both sides are in one AS.</param>
public readonly record struct UpdateWire(bool FourOctetAs, bool IsInternal);
