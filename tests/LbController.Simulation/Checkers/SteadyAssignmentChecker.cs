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

    /// <summary>What is said of a stranger is told late, and stays on a Service until its address is announced.</summary>
    private static readonly TimeSpan StrangerIsRemembered = TimeSpan.FromSeconds(60);

    private readonly SortedDictionary<Address, TimeSpan> strangersUntil = [];
    private readonly SortedSet<(string Process, int Run, string Uid, Address Address)> announced = [];
    private TimeSpan deafUntil = TimeSpan.MinValue;

    public override void Tick()
    {
        deafUntil = World.Lan.Deaf.Count > 0 || !World.Lan.IsJoined ? World.Now + LeftToAStranger : deafUntil;
        foreach (var stranger in World.Strangers)
        {
            strangersUntil[stranger.Address] = World.Now + StrangerIsRemembered;
        }
    }

    /// <summary>Notes what the controller was told to be announced.</summary>
    public override void Stepped(SimProcess process, bool isIdle)
    {
        if (!isIdle && process is SimController)
        {
            foreach (var service in process.View.Services.Where(service => service.AnnouncedCondition is { Status: "True" }))
            {
                announced.UnionWith(Oracle.AddressesOf(service).Select(address => (process.Name, process.Run, service.Uid, address)));
            }
        }
    }

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
                && !IsTakenForAStrangers(process, service))
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

    private bool HasBeenAStrangers(Address address) =>
        World.Strangers.Exists(stranger => stranger.Address == address) || (strangersUntil.TryGetValue(address, out var until) && World.Now < until);

    /// <summary>
    /// A Service that any address will do, that nobody has announced yet as far as the controller was told, and of which a speaker has told that a stranger
    /// has its address. Where a speaker is deaf to another, or has started while the segment was parted, that stranger may be one of ours: the controller
    /// hears the same of both.
    /// </summary>
    private bool IsTakenForAStrangers(SimProcess process, ServiceSnapshot service) =>
        (World.Now < deafUntil || Oracle.AddressesOf(service).Any(HasBeenAStrangers))
        && !Oracle.AddressesOf(service).Any(address => announced.Contains((process.Name, process.Run, service.Uid, address)))
        && service.AnnouncedCondition is { Status: "False", Reason: "AddressHeldElsewhere" }
        && service.LoadBalancerIp is null
        && Oracle.AnnotationOf(service, "allow-shared-ip") is null;
}
