using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: an assignment never moves while it stays valid, by what the controller was told. Judges Services that ask for nothing in particular.</summary>
public sealed class SteadyAssignmentChecker(World world) : Checker(world, "moved-address")
{
    public override void Commanded(SimProcess process, Command command)
    {
        if (command is not Command.WriteServiceStatus write
            || process.Told.GetValueOrDefault((nameof(ServiceSnapshot), write.Service)) is not ServiceSnapshot service
            || !Oracle.IsOurs(service)
            || service.LoadBalancerIp is not null
            || ServiceAnnotations.Read(service, ServiceAnnotations.AddressPool) is not null
            || ServiceAnnotations.SharingKey(service).Length > 0)
        {
            return;
        }

        var pools = process.View.Pools;
        foreach (var text in service.IngressIps)
        {
            if (Address.TryParse(text, out var address)
                && pools.PoolOf(address) is { ServiceAllocation: null }
                && !write.Ingress.Contains(address)
                && !World.Strangers.Exists(stranger => stranger.Address == address)
                && !process.View.Services.Any(other => other.Key != service.Key && other.IngressIps.Contains(text, StringComparer.Ordinal)))
            {
                Fail($"{write.Service} loses {address}, which is still in a pool");
            }
        }
    }
}
