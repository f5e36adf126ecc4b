using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: a status never claims what did not happen.</summary>
public sealed class StatusTruthChecker(World world) : Checker(world, "status-truth")
{
    public override void Commanded(SimProcess process, Command command)
    {
        if (process is not SimSpeaker speaker)
        {
            return;
        }

        if (command is Command.WriteServiceBgpStatus bgp)
        {
            foreach (var peer in bgp.Peers)
            {
                if (World.Routers.FirstOrDefault(router => router.Name == peer) is not { } router || !World.Tcp.HasSeenKeepalive(speaker.Node, router))
                {
                    Fail($"{process.Name} says that {bgp.Service} is announced to {peer}, with which it has no session");
                }
            }
        }
        else if (command is Command.WriteServiceL2Status l2
            && (speaker.Told.GetValueOrDefault((nameof(ServiceSnapshot), l2.Service)) is not ServiceSnapshot service
                || !Oracle.AddressesOf(service).Any(speaker.Node.Answered.Contains)))
        {
            Fail($"{process.Name} says that it announces {l2.Service}, for which it does not answer");
        }
    }
}
