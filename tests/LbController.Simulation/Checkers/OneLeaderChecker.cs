using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Leading;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: of several controllers only the one that holds the Lease writes; what hung on its way gives only what the Lease has said it may.</summary>
public sealed class OneLeaderChecker(World world) : Checker(world, "one-leader")
{
    public override void Applied(SimProcess process, Command command)
    {
        if (process is not SimController { Elects: true } controller || World.Api.Lease.Record is not { } lease || lease.Holder == controller.Identity)
        {
            return;
        }

        if (!World.Api.IsLate || command is not Command.WriteServiceStatus write)
        {
            Fail($"{process.Name} writes while '{lease.Holder}' holds the Lease: {Words.Of(command)}");
        }
        else if (GainedBy(write).Except(PromisedTo(write, lease)).Any())
        {
            Fail($"{process.Name} gives what '{lease.Holder}' has not read in the Lease: {Words.Of(command)}");
        }
    }

    private IEnumerable<Address> GainedBy(Command.WriteServiceStatus write) =>
        World.Api.Find<ServiceSnapshot>(write.Service) is { } service ? write.Ingress.Where(address => !service.IngressIps.Contains(address.ToString(), StringComparer.Ordinal)) : [];

    private static IEnumerable<Address> PromisedTo(Command.WriteServiceStatus write, LeaseRecord lease) =>
        lease.Promises.Where(promise => promise.Service == write.Service && promise.ResourceVersion == write.ResourceVersion).SelectMany(promise => promise.Addresses);
}
