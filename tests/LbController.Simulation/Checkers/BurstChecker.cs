using LbController.Core.Addresses;
using LbController.Engine.Commands;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Within a bound: who begins to answer for an address, and tells the segment so, does it several times: one broadcast may be lost.</summary>
public sealed class BurstChecker(World world) : Checker(world, "burst")
{
    private const int Least = 3;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<(string Node, Address Address), (TimeSpan Since, int Times)> bursts = [];

    public override void Published(SimNode node)
    {
        SortedSet<Address> answered = [.. node.Answered];
        foreach (var key in bursts.Keys.Where(key => key.Node == node.Name && !answered.Contains(key.Address)).ToList())
        {
            bursts.Remove(key);
        }

        foreach (var address in answered.Where(address => node.AnsweredFor(address) == TimeSpan.Zero))
        {
            bursts.TryAdd((node.Name, address), (World.Now, 0));
        }
    }

    public override void Commanded(SimProcess process, Command command)
    {
        if (command is NetworkCommand.SendGratuitous told && bursts.TryGetValue((process.NodeName, told.Address), out var burst))
        {
            bursts[(process.NodeName, told.Address)] = burst with { Times = burst.Times + 1 };
        }
    }

    public override void Tick()
    {
        foreach (var node in World.Nodes.Where(node => !L2Sight.IsPresent(node)))
        {
            foreach (var key in bursts.Keys.Where(key => key.Node == node.Name).ToList())
            {
                bursts.Remove(key);
            }
        }

        foreach (var ((node, address), (since, times)) in bursts.Where(burst => World.Now - burst.Value.Since > Bound).ToList())
        {
            bursts.Remove((node, address));
            if (times is > 0 and < Least)
            {
                Fail($"{node} answers for {address} since {since.TotalSeconds:0.000} s and has told so {times} times");
            }
        }
    }
}
