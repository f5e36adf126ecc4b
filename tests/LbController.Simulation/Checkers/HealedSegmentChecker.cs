using LbController.Core.Addresses;
using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>
/// Within a bound: where two answered for an address when a parted segment became whole, the one that stays tells it so anew. The neighbours of the other
/// side have the other's hardware address, and believe it for as long as their caches do.
/// </summary>
public sealed class HealedSegmentChecker(World world) : Checker(world, "silent-heal")
{
    private readonly SortedDictionary<Address, List<SimNode>> doubled = [];
    private readonly SortedDictionary<Address, TimeSpan> since = [];
    private readonly SortedDictionary<(string Node, Address Address), TimeSpan> told = [];

    public override void Joined()
    {
        Forget();
        foreach (var address in World.L2Vips())
        {
            var owners = L2Sight.Answering(World, address).ToList();
            if (owners.Count > 1)
            {
                doubled[address] = owners;
            }
        }
    }

    public override void Sent(SimNode node, ReadOnlySpan<byte> frame)
    {
        if (StrictNeighbour.TryRead(frame) is { IsUnsolicited: true } claim)
        {
            told[(node.Name, claim.Claimed)] = World.Now;
        }
    }

    public override void Tick()
    {
        if (!World.Lan.IsJoined || World.Lan.Deaf.Count > 0 || World.Lan.Loss > 0)
        {
            // Who does not hear the other cannot know that there was one.
            Forget();
            return;
        }

        foreach (var (address, both) in doubled.ToList())
        {
            // One that went on its own may not have been heard again before.
            if (both.TrueForAll(node => L2Sight.IsPresent(node) && Oracle.MayAnnounceL2(World.Api.View, node.Name, address)))
            {
                Judge(address);
            }
            else
            {
                doubled.Remove(address);
                since.Remove(address);
            }
        }
    }

    private void Judge(Address address)
    {
        var owners = L2Sight.Answering(World, address).ToList();
        if (owners.Count != 1)
        {
            since.Remove(address);
        }
        else if (told.TryGetValue((owners[0].Name, address), out var at) && at >= World.Lan.JoinedAt)
        {
            doubled.Remove(address);
            since.Remove(address);
        }
        else if (!since.TryAdd(address, World.Now) && World.Now - since[address] > World.UntilNoticed)
        {
            Fail($"{owners[0].Name} has {address} alone since {since[address].TotalSeconds:0.000} s, and has not told the side that heard another");
        }
    }

    private void Forget()
    {
        doubled.Clear();
        since.Clear();
    }
}
