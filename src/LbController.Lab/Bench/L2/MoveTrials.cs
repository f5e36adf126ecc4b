using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.L2;

/// <summary>The same faults and planned moves for whoever keeps the addresses, with probes running all the time.</summary>
internal sealed class MoveTrials(RunningLab lab, IL2Cluster cluster, IReadOnlyList<string> addresses, double probesPerSecond)
{
    private static readonly TimeSpan AfterExit = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(1200);
    private static readonly TimeSpan LongWatch = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>The owner's link is cut and its program killed; milliseconds without an answer, then the probes lost when the node returns.</summary>
    public async Task<(double OutageMs, int LostOnReturn)> DeathAsync(bool isSlow, CancellationToken cancel)
    {
        using var probes = await BeginAsync(cancel);
        var owner = await OwnerAsync(addresses[0], cancel);
        var mark = probes.Mark;
        await Task.WhenAll(lab.Network.SetLanCableAsync(owner, connected: false, cancel), cluster.KillAsync(owner, cancel));
        await Task.Delay((isSlow ? LongWatch : Watch) + ProbeStream.Patience, cancel);
        var outage = probes.Outage(mark);
        mark = probes.Mark;
        await ReturnAsync(owner, cancel);
        return (outage.TotalMilliseconds, probes.Lost(mark));
    }

    /// <summary>The owner's program is asked to leave; its link is cut a moment after it has gone. Probes lost.</summary>
    public async Task<int> ShutdownAsync(CancellationToken cancel)
    {
        using var probes = await BeginAsync(cancel);
        var owner = await OwnerAsync(addresses[0], cancel);
        var mark = probes.Mark;
        await cluster.LeaveAsync(owner, cancel);
        await Task.Delay(AfterExit, cancel);
        await lab.Network.SetLanCableAsync(owner, connected: false, cancel);
        await Task.Delay(Watch + ProbeStream.Patience, cancel);
        var lost = probes.Lost(mark);
        await ReturnAsync(owner, cancel);
        return lost;
    }

    /// <summary>Something is changed that makes the owner hand over, and changed back. Probes lost; an address that did not move is a failure.</summary>
    public async Task<int> PlannedAsync(Func<NodePlan, Task> change, Func<NodePlan, Task> undo, CancellationToken cancel)
    {
        using var probes = await BeginAsync(cancel);
        var owner = await OwnerAsync(addresses[0], cancel);
        var mark = probes.Mark;
        await change(owner);
        await Eventually.TrueAsync(async () => await OwnerAsync(addresses[0], cancel) != owner, Patience, $"{addresses[0]} moves away from {owner.Name}", cancel);
        await Task.Delay(ProbeStream.Patience * 2, cancel);
        await undo(owner);
        await Task.Delay(ProbeStream.Patience * 2, cancel);
        return probes.Lost(mark);
    }

    /// <summary>Every program is restarted, one after the other. Probes lost.</summary>
    public async Task<int> RollingRestartAsync(CancellationToken cancel)
    {
        using var probes = await BeginAsync(cancel);
        var mark = probes.Mark;
        foreach (var node in lab.Plan.Nodes)
        {
            await cluster.LeaveAsync(node, cancel);
            await cluster.StartAsync(node, cancel);
            await Task.Delay(Watch, cancel);
        }

        await Task.Delay(ProbeStream.Patience, cancel);
        return probes.Lost(mark);
    }

    private async Task<ProbeStream> BeginAsync(CancellationToken cancel)
    {
        var probes = new ProbeStream(lab.Plan.LanClient, addresses, probesPerSecond);
        var enough = Math.Max(100, addresses.Count * 2);
        await Eventually.TrueAsync(() => Task.FromResult(probes.IsAnswered(enough)), Patience, $"{addresses[0]} answers", cancel);
        return probes;
    }

    private async Task ReturnAsync(NodePlan node, CancellationToken cancel)
    {
        await lab.Network.SetLanCableAsync(node, connected: true, cancel);
        await cluster.StartAsync(node, cancel);
        await Task.Delay(Watch, cancel);
    }

    /// <summary>Whose hardware address the client has for an address.</summary>
    private async Task<NodePlan> OwnerAsync(string address, CancellationToken cancel) => await Eventually.ValueAsync(
        async () =>
        {
            var mac = await LabNetwork.NeighbourAsync(lab.Plan.LanClient, address, cancel);
            foreach (var node in lab.Plan.Nodes)
            {
                if (mac == await LabNetwork.MacAsync(node, cancel))
                {
                    return node;
                }
            }

            return null;
        },
        Patience,
        $"the client knows a node for {address}",
        cancel);
}
