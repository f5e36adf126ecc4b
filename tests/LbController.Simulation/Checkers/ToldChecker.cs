using LbController.Core.Addresses;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: a node answers only for what it was told that it may announce; it has the time to hand it over, also to one who is dead already and not yet known to be.</summary>
public sealed class ToldChecker(World world) : Checker(world, "not-told")
{
    private readonly SortedDictionary<(string Node, Address Address), TimeSpan> since = [];

    public override void Tick()
    {
        foreach (var node in World.Nodes)
        {
            Judge(node);
        }
    }

    private void Judge(SimNode node)
    {
        if (node.Table is not { Count: > 0 } || !node.Speaker.IsRunning || node.Speaker.IsPaused)
        {
            return;
        }

        var view = node.Speaker.View;
        foreach (var address in node.Answered)
        {
            var key = (node.Name, address);
            if (Oracle.MayAnnounceL2(view, node.Name, address) || IsBeingHandedOver(node, view, address))
            {
                since.Remove(key);
            }
            else if (!since.TryAdd(key, World.Now) && World.Now - since[key] > World.UntilNoticed && World.Now - since[key] < World.UntilNoticed * 4)
            {
                Fail($"{node.Name} answers for {address}, which it was not told to announce");
            }
            else if (World.Now - since[key] >= World.UntilNoticed * 4)
            {
                since[key] = World.Now;
            }
        }
    }

    /// <summary>There is somebody to leave it to, and not all know the same yet: it is answered until a successor does.</summary>
    private bool IsBeingHandedOver(SimNode node, ClusterView view, Address address) =>
        World.Nodes.Any(other => other != node && Oracle.MayAnnounceL2(view, other.Name, address))
        && World.Nodes.Any(other => L2Sight.IsPresent(other) && !other.Speaker.IsUpToDate);
}
