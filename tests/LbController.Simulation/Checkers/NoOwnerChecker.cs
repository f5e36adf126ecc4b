using LbController.Core.Addresses;
using LbController.Simulation.Cluster;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Within a bound: an address that some node may announce is answered for, also after a death and without an API server.</summary>
public sealed class NoOwnerChecker(World world) : Checker(world, "no-owner")
{
    /// <summary>Who saw a stranger answer, or was deaf to an owner and took it for one, asks again after this time.</summary>
    private static readonly TimeSpan LeftToAStranger = TimeSpan.FromSeconds(10);

    /// <summary>So long each of those who come first in the order may leave an address to nobody, because it does not know of it yet.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(600);

    private readonly SortedDictionary<Address, TimeSpan> since = [];
    private readonly SortedDictionary<Address, TimeSpan> leftUntil = [];
    private TimeSpan deafUntil = TimeSpan.MinValue;

    private TimeSpan Bound => World.UntilNoticed + (Courtesy * World.Nodes.Count(node => L2Sight.IsPresent(node) && !L2Sight.IsSettled(World, node)));

    public override void Tick()
    {
        var view = World.Api.View;
        deafUntil = World.Lan.Deaf.Count > 0 ? World.Now + LeftToAStranger : deafUntil;
        var isExcused = World.Now < deafUntil || World.Lan.Loss > 0;
        var vips = World.L2Vips();
        foreach (var address in since.Keys.Except(vips).ToList())
        {
            since.Remove(address);
        }

        foreach (var stranger in World.Strangers)
        {
            leftUntil[stranger.Address] = World.Now + LeftToAStranger;
        }

        foreach (var address in vips)
        {
            if (isExcused
                || L2Sight.Answering(World, address).Any()
                || World.Now < leftUntil.GetValueOrDefault(address, TimeSpan.MinValue)
                || !IsExpected(view, address))
            {
                since.Remove(address);
            }
            else if (!since.TryAdd(address, World.Now) && World.Now - since[address] > Bound)
            {
                Fail($"nobody answers for {address} since {since[address].TotalSeconds:0.000} s");
            }
        }
    }

    /// <summary>Somebody who may announce it is there, and does not have to take itself for cut off from another who may.</summary>
    private bool IsExpected(ClusterView view, Address address)
    {
        var able = World.Nodes.Where(node => Oracle.MayAnnounceL2(view, node.Name, address)).ToList();
        return able.Exists(node => L2Sight.IsSettled(World, node) && (able.Count == 1 || !World.Checkers.Company.IsCutOff(node)));
    }
}
