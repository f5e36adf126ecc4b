using LbController.Lab.Network;

namespace LbController.Lab.Bench.L2;

/// <summary>Our speakers, as the lab runs them.</summary>
internal sealed class OurSpeakers(RunningLab lab) : IL2Cluster
{
    public Task KillAsync(NodePlan node, CancellationToken cancel) => StopAsync(node, kill: true, cancel);

    public Task LeaveAsync(NodePlan node, CancellationToken cancel) => StopAsync(node, kill: false, cancel);

    public async Task StartAsync(NodePlan node, CancellationToken cancel)
    {
        lab.StartSpeaker(node);
        await lab.DaemonsReadyAsync(cancel);
    }

    private Task StopAsync(NodePlan node, bool kill, CancellationToken cancel) =>
        lab.Processes.StopAsync(lab.Record.Content.Processes.Single(process => process.Name == "speaker-" + node.Name), kill, cancel);
}
