using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: an address that is set aside is given only to whom it is set aside for, or to who asks for it; who had it before keeps it.</summary>
public sealed class ReservedAddressChecker(World world) : Checker(world, "reserved-address")
{
    private readonly SortedDictionary<ObjectKey, ValueArray<Address>> given = [];

    public override void Commanded(SimProcess process, Command command)
    {
        if (command is not Command.WriteServiceStatus write || process.Told.GetValueOrDefault((nameof(ServiceSnapshot), write.Service)) is not ServiceSnapshot service)
        {
            return;
        }

        foreach (var gained in write.Ingress.Except(Oracle.AddressesOf(service)).Except(given.GetValueOrDefault(write.Service)))
        {
            if (process.View.Pools.ReservedTo(gained) is { } owners && !IsFor(owners, service, gained))
            {
                Fail($"{gained} is given to {write.Service}, and is set aside for {(owners.IsEmpty ? "whoever asks for it" : string.Join(" and ", owners))}");
            }
        }

        given[write.Service] = write.Ingress;
    }

    private static bool IsFor(ValueArray<ObjectKey> owners, ServiceSnapshot service, Address address) =>
        owners.IsEmpty ? service.LoadBalancerIp == address.ToString() : owners.Contains(service.Key);
}
