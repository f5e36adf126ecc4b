namespace LbController.Protocols.Bfd;

/// <summary>A BFD control packet (RFC 5880, section 4.1) without authentication. Intervals are in microseconds.</summary>
/// <param name="Diagnostic">Why the sender's session last left Up.</param>
/// <param name="State">The sender's state.</param>
/// <param name="Flags">Poll, Final and the others.</param>
/// <param name="DetectMultiplier">Not zero.</param>
/// <param name="MyDiscriminator">The sender's number for the session; not zero.</param>
/// <param name="YourDiscriminator">Ours, as far as the sender knows it; zero: it does not.</param>
/// <param name="DesiredMinTx">The sender would like to send no faster.</param>
/// <param name="RequiredMinRx">The sender can receive no faster; zero: it wants no periodic packets.</param>
/// <param name="RequiredMinEchoRx">The same for echo packets; zero: it does not loop them back.</param>
public readonly record struct BfdPacket(
    BfdDiagnostic Diagnostic,
    BfdState State,
    BfdFlags Flags,
    byte DetectMultiplier,
    uint MyDiscriminator,
    uint YourDiscriminator,
    uint DesiredMinTx,
    uint RequiredMinRx,
    uint RequiredMinEchoRx)
{
    public bool Has(BfdFlags flag) => (Flags & flag) != BfdFlags.None;
}
