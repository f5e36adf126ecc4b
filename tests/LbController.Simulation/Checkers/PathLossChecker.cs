using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>
/// Within a bound: where BFD was up and the way between a node and a router is lost, or one of them dies, the router has no routes of the node any
/// more, also none that are kept for a restart, and the speaker has given the session up: in BFD's time, not in that of BGP.
/// </summary>
public sealed class PathLossChecker(World world) : Checker(world, "path-loss")
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(300);

    private readonly SortedDictionary<(string Node, string Router), (bool AtRouter, bool AtNode)> up = [];
    private readonly SortedDictionary<(string Node, string Router), TimeSpan> lostSince = [];

    private readonly SortedSet<(string Node, string Router)> seenUp = [];

    /// <summary>A session that is not up for long may still have the slow timers of its beginning.</summary>
    private TimeSpan Bound => (World.PathInterval * 4) + TimeSpan.FromSeconds(3) + Margin;

    public override void Tick()
    {
        if (World.PathInterval == TimeSpan.Zero)
        {
            return;
        }

        foreach (var node in World.Nodes)
        {
            foreach (var router in World.Routers)
            {
                Judge(node, router);
            }
        }
    }

    private void Judge(SimNode node, SimRouter router)
    {
        var key = (node.Name, router.Name);
        if (node.Speaker is { IsRunning: true, IsPaused: false } && World.Lan.Connects(node.Port, router.Port))
        {
            lostSince.Remove(key);
            up[key] = (router.HasPathTo(node), node.Speaker.HasPathTo(router));
            Note(key, router.HasPathTo(node));
            return;
        }

        if (router.HasPathTo(node) && !seenUp.Contains(key))
        {
            // Between two looks it was there for a moment.
            lostSince[key] = World.Now;
        }

        Note(key, router.HasPathTo(node));
        if (!lostSince.TryAdd(key, World.Now) && World.Now - lostSince[key] > Bound)
        {
            var (atRouter, atNode) = up.GetValueOrDefault(key);
            if (atRouter && !router.IsPathEndedBy(node) && router.HasRoutesOf(node))
            {
                Fail($"{router.Name} has routes of {node.Name}, which it cannot reach since {lostSince[key].TotalSeconds:0.000} s");
            }

            if (atNode && node.Speaker is { IsRunning: true, IsPaused: false } && World.Tcp.IsHeldByNode(node, router))
            {
                Fail($"{node.Name} holds on to {router.Name}, which it cannot reach since {lostSince[key].TotalSeconds:0.000} s");
            }
        }
    }

    private void Note((string Node, string Router) key, bool isUp)
    {
        if (isUp)
        {
            seenUp.Add(key);
        }
        else
        {
            seenUp.Remove(key);
        }
    }
}
