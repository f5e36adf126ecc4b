using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Paths;

namespace LbController.Engine.Speaker;

/// <summary>Says whom BFD is to watch, whenever that changes.</summary>
internal sealed class PathOrders
{
    private ValueArray<PathTarget> ordered;

    public IEnumerable<Command> Follow(ValueArray<PathTarget> wanted)
    {
        if (wanted == ordered)
        {
            return [];
        }

        ordered = wanted;
        return [new NetworkCommand.WatchPaths(wanted)];
    }
}
