using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: no address is given to a second Service that has no agreement to share it.</summary>
public sealed class DoubleAddressChecker(World world) : Checker(world, "double-address")
{
    public override void Applied(SimProcess process, Command command)
    {
        if (command is not Command.WriteServiceStatus write || World.Api.Find<ServiceSnapshot>(write.Service) is not { } service)
        {
            return;
        }

        foreach (var gained in write.Ingress.Select(address => address.ToString()).Except(service.IngressIps))
        {
            foreach (var other in World.Api.All<ServiceSnapshot>())
            {
                if (other.Key != service.Key
                    && other.IngressIps.Contains(gained, StringComparer.Ordinal)
                    && !Oracle.MayShare(service, other))
                {
                    Fail($"{gained} is given to {service.Key} while {other.Key} has it");
                }
            }
        }
    }
}
