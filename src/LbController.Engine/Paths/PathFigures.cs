using LbController.Core.Snapshot;
using LbController.Engine.Figures;
using LbController.Protocols.Bfd;

namespace LbController.Engine.Paths;

/// <summary>A BFD session in numbers.</summary>
public static class PathFigures
{
    public static IEnumerable<Figure> Of(PathStatus path)
    {
        ValueArray<string> labels = [path.Peer.ToString(), path.Vrf];
        var counters = path.Counters;
        return
        [
            BfdMetrics.SessionUp.Is(path.State == BfdState.Up ? 1 : 0, labels),
            BfdMetrics.ControlInput.Is(counters.ControlReceived, labels),
            BfdMetrics.ControlOutput.Is(counters.ControlSent, labels),
            BfdMetrics.EchoInput.Is(counters.EchoReceived, labels),
            BfdMetrics.EchoOutput.Is(counters.EchoSent, labels),
            BfdMetrics.UpEvents.Is(counters.Ups, labels),
            BfdMetrics.DownEvents.Is(counters.Downs, labels),
            BfdMetrics.Notifications.Is(counters.Ups + counters.Downs, labels),
        ];
    }
}
