using Microsoft.Extensions.Hosting;

namespace LbController.Host.Driving;

/// <summary>
/// Gives memory back to the node when a burst is over: nobody allocates then, so nothing else would make the collector look at what the burst has left.
/// For a process that may stand still for some tens of milliseconds, as the controller may.
/// </summary>
internal sealed class MemoryReturn(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly RestDetector rest = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (rest.Look(GC.GetTotalAllocatedBytes()))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
    }
}
