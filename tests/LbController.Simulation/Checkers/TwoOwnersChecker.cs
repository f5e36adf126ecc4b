using LbController.Core.Addresses;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Within a bound: two nodes answer for one address only while they are parted or one of them is not told what there is, and shortly after.</summary>
public sealed class TwoOwnersChecker(World world) : Checker(world, "two-owners")
{
    private readonly SortedDictionary<Address, TimeSpan> since = [];

    public override void Tick()
    {
        var isExcused = !World.Lan.IsJoined || World.Lan.Deaf.Count > 0 || World.Lan.Loss > 0;
        foreach (var address in World.L2Vips())
        {
            var owners = L2Sight.Answering(World, address).ToList();
            if (owners.Count < 2 || isExcused || !owners.TrueForAll(node => L2Sight.IsSettled(World, node)))
            {
                since.Remove(address);
            }
            else if (!since.TryAdd(address, World.Now) && World.Now - since[address] > World.UntilNoticed)
            {
                Fail($"{string.Join(" and ", owners.Select(node => node.Name))} answer for {address} since {since[address].TotalSeconds:0.000} s");
            }
        }
    }
}
