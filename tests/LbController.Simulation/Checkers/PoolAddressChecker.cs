using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: an address that is given lies in a pool.</summary>
public sealed class PoolAddressChecker(World world) : Checker(world, "outside-pools")
{
    public override void Commanded(SimProcess process, Command command)
    {
        if (command is not Command.WriteServiceStatus write)
        {
            return;
        }

        var pools = process.View.Pools;
        var shown = process.Told.GetValueOrDefault((nameof(ServiceSnapshot), write.Service)) is ServiceSnapshot service ? service.IngressIps : [];
        foreach (var address in write.Ingress)
        {
            if (pools.PoolOf(address) is null && !shown.Contains(address.ToString(), StringComparer.Ordinal))
            {
                Fail($"{address} is given to {write.Service}, and no pool has it");
            }
        }
    }
}
