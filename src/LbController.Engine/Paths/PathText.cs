using System.Globalization;
using LbController.Protocols.Bfd;

namespace LbController.Engine.Paths;

/// <summary>Why a BFD session is down, for people.</summary>
internal static class PathText
{
    public static string Of(BfdSession session) => session.Diagnostic switch
    {
        BfdDiagnostic.ControlDetectionTimeExpired =>
            string.Create(CultureInfo.InvariantCulture, $"BFD has heard nothing for {session.DetectionTime.TotalMilliseconds:0} ms"),
        BfdDiagnostic.EchoFunctionFailed => "BFD echo packets do not come back",
        BfdDiagnostic.NeighborSignaledSessionDown => "BFD of the peer says that the path is down: it does not hear us",
        _ => "BFD says that the path is down",
    };
}
