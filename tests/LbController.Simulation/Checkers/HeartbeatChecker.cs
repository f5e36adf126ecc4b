using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: each heartbeat is well formed and sealed, is that of its node and run, comes after the last one, and says to answer only for what is answered.</summary>
public sealed class HeartbeatChecker(World world) : Checker(world, "heartbeats")
{
    private readonly SortedDictionary<string, (ulong Epoch, ulong Sequence)> last = new(StringComparer.Ordinal);

    public override void SentDatagram(SimNode node, ReadOnlySpan<byte> bytes)
    {
        StrictHeartbeat heartbeat;
        try
        {
            heartbeat = StrictHeartbeat.Read(bytes, SimSpeaker.Key);
        }
        catch (FormatException malformed)
        {
            Fail($"{node.Name} sends what is no heartbeat: {malformed.Message}");
            return;
        }

        var before = last.GetValueOrDefault(node.Name);
        if (heartbeat.Node != node.Name || heartbeat.Link != node.Link.Name || heartbeat.Mac != node.Port.Mac.Value || heartbeat.Epoch != (ulong)node.Speaker.Run)
        {
            Fail($"{node.Name} speaks as {heartbeat.Node}, run {heartbeat.Epoch}, on {heartbeat.Link} with {heartbeat.Mac:x12}");
        }

        if (heartbeat.Epoch == before.Epoch && heartbeat.Sequence <= before.Sequence)
        {
            Fail($"{node.Name} sends heartbeat {heartbeat.Sequence} after {before.Sequence}");
        }

        last[node.Name] = (heartbeat.Epoch, heartbeat.Sequence);
        var lies = heartbeat.Answered.Except(heartbeat.IsGone ? [] : node.Answered).ToList();
        if (lies.Count > 0)
        {
            Fail($"{node.Name} tells the others that it answers for {string.Join(", ", lies)}, and does not");
        }
    }
}
