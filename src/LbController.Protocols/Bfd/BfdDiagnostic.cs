namespace LbController.Protocols.Bfd;

/// <summary>Why a session last left Up (RFC 5880, section 4.1); values that are not here come in, too.</summary>
public enum BfdDiagnostic
{
    None = 0,
    ControlDetectionTimeExpired = 1,
    EchoFunctionFailed = 2,
    NeighborSignaledSessionDown = 3,
    ForwardingPlaneReset = 4,
    PathDown = 5,
    ConcatenatedPathDown = 6,
    AdministrativelyDown = 7,
    ReverseConcatenatedPathDown = 8,
}
