using LbController.Engine.Facts;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Cluster;

/// <summary>All watches of all processes.</summary>
public sealed class WatchSet(World world)
{
    private readonly List<SimWatch> watches = [];

    /// <summary>Starts the watches of a process that has just started; it is in sync once each has listed.</summary>
    public void Begin(SimProcess process)
    {
        watches.RemoveAll(watch => watch.IsOver);
        var missing = process.WatchedKinds.Count;
        var run = process.Run;
        var own = new List<SimWatch>();
        foreach (var kind in process.WatchedKinds)
        {
            var watch = new SimWatch(world, process, kind.Name, () =>
            {
                if (--missing == 0)
                {
                    process.Listed();
                    process.Post(run, new Fact.InSync());
                }
            });
            watches.Add(watch);
            own.Add(watch);
            watch.Begin();
        }

        process.Watches = own;
    }

    public void Wake(string kind)
    {
        foreach (var watch in watches)
        {
            if (watch.Kind == kind)
            {
                watch.Wake();
            }
        }
    }
}
