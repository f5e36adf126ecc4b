using LbController.Core.Addresses;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Within a bound: a drained node answers for nothing that another, which is not drained, can take.</summary>
public sealed class DrainChecker(World world) : Checker(world, "drained-owner")
{
    /// <summary>A node may be asked in vain, and then the next.</summary>
    private static readonly TimeSpan Offers = TimeSpan.FromSeconds(2);

    /// <summary>Who was deaf to an owner may take it for a stranger until then.</summary>
    private static readonly TimeSpan LeftToAStranger = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<(string Node, Address Address), TimeSpan> since = [];
    private TimeSpan deafUntil = TimeSpan.MinValue;

    public override void Tick()
    {
        var view = World.Api.View;
        deafUntil = !World.Lan.IsJoined || World.Lan.Deaf.Count > 0 || World.Lan.Loss > 0 ? World.Now + LeftToAStranger : deafUntil;
        foreach (var node in World.Nodes)
        {
            var kept = World.Now >= deafUntil && L2Sight.IsSettled(World, node) && Oracle.IsDrained(view, node.Name) ? node.Answered : [];
            foreach (var key in since.Keys.Where(key => key.Node == node.Name && !kept.Contains(key.Address)).ToList())
            {
                since.Remove(key);
            }

            foreach (var address in kept)
            {
                Judge(view, node, address);
            }
        }
    }

    private void Judge(ClusterView view, SimNode node, Address address)
    {
        var successors = World.Nodes.Where(other => L2Sight.IsPresent(other) && !Oracle.IsDrained(view, other.Name) && Oracle.MayAnnounceL2(view, other.Name, address)).ToList();
        if (successors.Count == 0 || !successors.TrueForAll(other => L2Sight.IsSettled(World, other)))
        {
            since.Remove((node.Name, address));
        }
        else if (!since.TryAdd((node.Name, address), World.Now) && World.Now - since[(node.Name, address)] > World.UntilNoticed + Offers)
        {
            Fail($"{node.Name} is drained and answers for {address} since {since[(node.Name, address)].TotalSeconds:0.000} s, which {successors[0].Name} could take");
        }
    }
}
