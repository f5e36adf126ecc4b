using LbController.Core.Addresses;
using LbController.Simulation.Network;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>After the faults: each router has a path to exactly those nodes that may announce an address, and each of them can serve it; none is said to go that is not drained; each session has said that its first routes are complete.</summary>
public sealed class RouteChecker(World world) : Checker(world, "routes")
{
    public override void AtRest()
    {
        var view = World.Api.View;
        var known = new SortedSet<Address>();
        foreach (var address in view.Services.SelectMany(Oracle.AddressesOf).Distinct())
        {
            var wanted = World.Nodes
                .Where(node => node.IsUp && node.Speaker.IsRunning && Oracle.AnnouncesBgp(view, node.Name, address))
                .Select(node => node.NextHopTo(address))
                .Order()
                .ToList();
            known.Add(address);
            foreach (var router in World.Routers)
            {
                var paths = router.PathsTo(address);
                if (!paths.SequenceEqual(wanted))
                {
                    Fail($"{router.Name} has paths to {address} via {string.Join(", ", paths)}; it should be via {string.Join(", ", wanted)}");
                }

                var staying = World.Nodes.Where(node => !Oracle.IsDrained(view, node.Name)).Select(node => node.NextHopTo(address)).ToList();
                if (paths.Intersect(staying).Except(router.BestPathsTo(address)).Any())
                {
                    Fail($"{router.Name} takes a way to {address} for one that is about to go, though its node is not drained: it prefers {string.Join(", ", router.BestPathsTo(address))} of {string.Join(", ", paths)}");
                }
            }
        }

        foreach (var router in World.Routers)
        {
            foreach (var (node, family) in router.WithoutEndOfRib)
            {
                Fail($"{router.Name} was never told by {node} that its {family} routes are complete");
            }

            foreach (var prefix in router.Prefixes.Where(prefix => !known.Any(address => SimRouter.Covers(prefix, address))))
            {
                Fail($"{router.Name} has a path to {prefix.Network}/{prefix.Length}, which no Service has");
            }
        }
    }
}
