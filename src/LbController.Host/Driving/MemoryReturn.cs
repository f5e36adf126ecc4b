using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Driving;

/// <summary>
/// Gives memory back to the node when a burst is over: little is allocated then, so nothing else would make the collector look at what the burst has left.
/// The process stands still meanwhile, for tens of milliseconds, far less than anybody takes for death.
/// </summary>
internal sealed partial class MemoryReturn(RestDetector rest, TimeProvider time, ILogger<MemoryReturn> logger) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <summary>For a process that does nothing when nothing happens.</summary>
    public static RestDetector RestOfController => new(little: 1L << 20, isRestCounted: true);

    /// <summary>For a process that speaks with its fellows all the time.</summary>
    public static RestDetector RestOfSpeaker => new(little: 16L << 20, isRestCounted: false);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (rest.Look(GC.GetTotalAllocatedBytes()))
            {
                var before = Environment.WorkingSet >> 20;
                var watch = Stopwatch.StartNew();
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                Returned(before, Environment.WorkingSet >> 20, watch.ElapsedMilliseconds);
            }
        }
    }

    [LoggerMessage(EventId = 140, Level = LogLevel.Debug, Message = "memory given back: {Before} MiB resident became {After}, in {Took} ms")]
    private partial void Returned(long before, long after, long took);
}
