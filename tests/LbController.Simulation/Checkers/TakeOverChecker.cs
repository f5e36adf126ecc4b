using LbController.Core.Addresses;
using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Within a bound: who begins to answer for an address tells the segment so.</summary>
public sealed class TakeOverChecker(World world) : Checker(world, "silent-take-over")
{
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(300);

    private readonly SortedDictionary<string, SortedSet<Address>> known = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Node, Address Address), TimeSpan> untold = [];

    public override void Published(SimNode node)
    {
        var before = known.GetValueOrDefault(node.Name) ?? [];
        SortedSet<Address> now = [.. node.Answered];
        foreach (var address in now.Except(before))
        {
            untold[(node.Name, address)] = World.Now;
        }

        foreach (var address in before.Except(now))
        {
            untold.Remove((node.Name, address));
        }

        known[node.Name] = now;
    }

    public override void Sent(SimNode node, ReadOnlySpan<byte> frame)
    {
        if (StrictNeighbour.TryRead(frame) is { IsUnsolicited: true } told)
        {
            untold.Remove((node.Name, told.Claimed));
        }
    }

    public override void Tick()
    {
        foreach (var node in World.Nodes.Where(node => !node.HasCarrier || !node.Speaker.IsRunning || node.Speaker.IsPaused))
        {
            foreach (var key in untold.Keys.Where(key => key.Node == node.Name).ToList())
            {
                untold.Remove(key);
            }
        }

        foreach (var ((node, address), since) in untold)
        {
            if (World.Now - since > Bound)
            {
                Fail($"{node} answers for {address} since {since.TotalSeconds:0.000} s and has told nobody");
            }
        }
    }
}
