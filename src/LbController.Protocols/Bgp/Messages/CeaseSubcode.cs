namespace LbController.Protocols.Bgp.Messages;

/// <summary>Why a session without an error ends (RFC 4486, RFC 8538, RFC 9384).</summary>
public enum CeaseSubcode : byte
{
    None = 0,
    MaximumPrefixes = 1,
    AdministrativeShutdown = 2,
    PeerDeconfigured = 3,
    AdministrativeReset = 4,
    ConnectionRejected = 5,
    OtherConfigurationChange = 6,
    ConnectionCollision = 7,
    OutOfResources = 8,
    HardReset = 9,
    BfdDown = 10,
}
