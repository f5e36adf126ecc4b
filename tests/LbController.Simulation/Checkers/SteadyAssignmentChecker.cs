using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: an assignment never moves while it stays valid, by what the controller was told.</summary>
public sealed class SteadyAssignmentChecker(World world) : Checker(world, "moved-address")
{
    /// <summary>A speaker that could not hear an owner of ours took it for a stranger, and what it has said of that may be read so long after.</summary>
    private static readonly TimeSpan LeftToAStranger = TimeSpan.FromSeconds(10);

    private TimeSpan deafUntil = TimeSpan.MinValue;

    public override void Tick() => deafUntil = World.Lan.Deaf.Count > 0 || !World.Lan.IsJoined ? World.Now + LeftToAStranger : deafUntil;

    public override void Commanded(SimProcess process, Command command)
    {
        if (command is not Command.WriteServiceStatus write
            || process.Told.GetValueOrDefault((nameof(ServiceSnapshot), write.Service)) is not ServiceSnapshot service
            || !Oracle.IsOurs(service))
        {
            return;
        }

        foreach (var address in Oracle.AddressesOf(service))
        {
            if (!write.Ingress.Contains(address)
                && StaysValid(process.View, service, address)
                && !World.Strangers.Exists(stranger => stranger.Address == address)
                && !IsTakenForAStrangers(service))
            {
                Fail($"{write.Service} loses {address}, which is still in a pool");
            }
        }
    }

    /// <summary>In a pool that the Service may use, the one it asks for, if it asks, and nobody's who does not share it.</summary>
    private static bool StaysValid(ClusterView view, ServiceSnapshot service, Address address) =>
        view.Pools.PoolOf(address) is { ServiceAllocation: null } pool
        && (Oracle.AnnotationOf(service, "address-pool") is not { } named || named == pool.Name)
        && (service.LoadBalancerIp is not { } wish || (Address.TryParse(wish, out var wanted) && wanted == address && service.ClusterIps.All(cluster => cluster.Family == address.Family)))
        && !view.Services.Any(other => other.Key != service.Key && Oracle.AddressesOf(other).Contains(address) && !Oracle.MayShare(service, other));

    /// <summary>
    /// A Service that any address will do, that nobody has announced yet, and of which a speaker has told that a stranger has its address: where
    /// a speaker is deaf to another, or has started while the segment was parted, that stranger may be one of ours. The controller hears the same of both.
    /// </summary>
    private bool IsTakenForAStrangers(ServiceSnapshot service) =>
        World.Now < deafUntil
        && service.AnnouncedCondition is { Status: "False", Reason: "AddressHeldElsewhere" }
        && service.LoadBalancerIp is null
        && Oracle.AnnotationOf(service, "allow-shared-ip") is null;
}
