using LbController.Engine.Commands;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Silence: at rest there are keepalives, heartbeats and questions who answers, and no write, no announcement, no new connection.</summary>
public sealed class SilenceChecker(World world) : Checker(world, "silence")
{
    private const int KeepaliveSize = 19;

    public bool IsOn { get; set; }

    public override void Commanded(SimProcess process, Command command)
    {
        var isRefresh = command is NetworkCommand.SendGratuitous && World.Refresh > TimeSpan.Zero;
        if (IsOn && !isRefresh && command is not (NetworkCommand.SendDatagram or NetworkCommand.SendSpare or NetworkCommand.AnswerUntil or NetworkCommand.SendTcp or NetworkCommand.SendProbe))
        {
            Fail($"{process.Name} at rest: {Words.Of(command)}");
        }
    }

    public override void SentTcp(SimNode node, ReadOnlySpan<byte> bytes)
    {
        if (IsOn && bytes.Length != KeepaliveSize)
        {
            Fail($"{node.Name} at rest sends {bytes.Length} bytes by BGP");
        }
    }
}
