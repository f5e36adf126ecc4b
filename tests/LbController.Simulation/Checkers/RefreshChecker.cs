using LbController.Core.Addresses;
using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Within a bound: who goes on answering for an address tells the segment again and again, where that is asked for: caches may have believed something else.</summary>
public sealed class RefreshChecker(World world) : Checker(world, "refresh")
{
    private readonly SortedDictionary<(string Node, Address Address), TimeSpan> told = [];

    /// <summary>Each address has its own period, up to a quarter longer; clocks go wrong by a hundredth.</summary>
    private TimeSpan Bound => (World.Refresh * 1.27) + TimeSpan.FromMilliseconds(300);

    public override void Sent(SimNode node, ReadOnlySpan<byte> frame)
    {
        if (World.Refresh > TimeSpan.Zero && StrictNeighbour.TryRead(frame) is { IsUnsolicited: true } claim)
        {
            told[(node.Name, claim.Claimed)] = World.Now;
        }
    }

    public override void Tick()
    {
        if (World.Refresh == TimeSpan.Zero)
        {
            return;
        }

        foreach (var node in World.Nodes)
        {
            var answered = L2Sight.IsPresent(node) ? node.Answered : [];
            foreach (var key in told.Keys.Where(key => key.Node == node.Name && !answered.Contains(key.Address)).ToList())
            {
                told.Remove(key);
            }

            foreach (var address in answered)
            {
                if (!told.TryAdd((node.Name, address), World.Now) && World.Now - told[(node.Name, address)] > Bound)
                {
                    Fail($"{node.Name} has told nobody of {address} since {told[(node.Name, address)].TotalSeconds:0.000} s");
                }
            }
        }
    }
}
