using LbController.Core.Addresses;
using LbController.Simulation.Checkers;
using LbController.Simulation.Running;

namespace LbController.Simulation.Network;

/// <summary>A host behind a router that asks every routed VIP once a second, or more often in stories, each time as another flow, so that it sees every equal-cost path.</summary>
public sealed class FarClient
{
    private readonly World world;
    private readonly SimRouter router;
    private ulong flow;

    public FarClient(World world, SimRouter router)
    {
        this.world = world;
        this.router = router;
        world.Agenda.After(world.Random.Between(0, 1000), Ask);
    }

    public string Name => $"client behind {router.Name}";

    /// <summary>Between two questions.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When each address was last asked in vain, or is being asked.</summary>
    public SortedDictionary<Address, TimeSpan> LastFailure { get; } = [];

    /// <summary>When each address has last answered.</summary>
    public SortedDictionary<Address, TimeSpan> LastServed { get; } = [];

    private void Ask()
    {
        flow++;
        foreach (var vip in world.Api.View.BgpVips)
        {
            Ask(vip);
        }

        world.Agenda.After(Pause, Ask);
    }

    private void Ask(Address vip)
    {
        var before = LastFailure.TryGetValue(vip, out var failed) ? failed : TimeSpan.MinValue;
        LastFailure[vip] = world.Now;
        var paths = router.BestPathsTo(vip);
        if (router.IsUp && paths.Count > 0)
        {
            var chosen = paths[(int)(StableHash.Of(Name, $"{vip} {flow}") % (ulong)paths.Count)];
            if (world.Nodes.FirstOrDefault(node => node.NextHopTo(vip) == chosen) is { } node && world.Lan.Connects(router.Port, node.Port))
            {
                world.Endpoints.Serve(node, new Probe(vip, router.Port, () => Served(vip, before)));
            }
        }
    }

    private void Served(Address vip, TimeSpan before)
    {
        LastFailure[vip] = before;
        LastServed[vip] = world.Now;
    }
}
