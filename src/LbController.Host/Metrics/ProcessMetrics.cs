using System.Diagnostics;
using LbController.Engine.Figures;

namespace LbController.Host.Metrics;

/// <summary>What every program shows about itself, under the names that Prometheus' own libraries use.</summary>
internal static class ProcessMetrics
{
    public static readonly Metric CpuSeconds = new("process_cpu_seconds_total", MetricKind.Counter, "Processor time used, in seconds.");

    public static readonly Metric ResidentBytes = new("process_resident_memory_bytes", MetricKind.Gauge, "Resident memory, in bytes.");

    public static readonly Metric OpenFiles = new("process_open_fds", MetricKind.Gauge, "Open file descriptors.");

    public static readonly Metric StartTime = new("process_start_time_seconds", MetricKind.Gauge, "When the process started, in seconds since 1970.");

    public static IReadOnlyList<Metric> All { get; } = [CpuSeconds, ResidentBytes, OpenFiles, StartTime];

    public static IEnumerable<Figure> Read()
    {
        using var self = Process.GetCurrentProcess();
        yield return CpuSeconds.Is(self.TotalProcessorTime.TotalSeconds);
        yield return ResidentBytes.Is(self.WorkingSet64);
        yield return OpenFiles.Is(Directory.GetFileSystemEntries("/proc/self/fd").Length);
        yield return StartTime.Is((self.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
    }
}
