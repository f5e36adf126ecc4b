using LbController.Core.Addresses;
using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Within a bound: who begins to answer for an address tells the segment so several times: one broadcast may be lost.</summary>
public sealed class BurstChecker(World world) : Checker(world, "burst")
{
    private const int Least = 3;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<(string Node, Address Address), (TimeSpan Since, int Told)> bursts = [];

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

    public override void Sent(SimNode node, ReadOnlySpan<byte> frame)
    {
        if (StrictNeighbour.TryRead(frame) is { IsUnsolicited: true, IsClaim: true } told && bursts.TryGetValue((node.Name, told.Claimed), out var burst))
        {
            bursts[(node.Name, told.Claimed)] = burst with { Told = burst.Told + 1 };
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

        foreach (var ((node, address), (since, told)) in bursts.Where(burst => World.Now - burst.Value.Since > Bound).ToList())
        {
            bursts.Remove((node, address));
            // ARP is told by request and by reply each time.
            var times = told / (address.Family == IpFamily.V4 ? 2 : 1);
            if (times < Least)
            {
                Fail($"{node} answers for {address} since {since.TotalSeconds:0.000} s and has told so {times} times");
            }
        }
    }
}
