using System.Globalization;

namespace LbController.Kubernetes.Leasing;

/// <summary>
/// The name of a process in a Lease, and what it says about one that has ended. In a Pod it is the Pod's name and a random part: a holder of the
/// same Pod is the container that ran before this one. Elsewhere it is the host, its boot, the PID namespace, the process and its start:
/// whether that process still runs can be looked up.
/// </summary>
public sealed class LeaderIdentity
{
    private const char Separator = '_';

    private readonly string prefix;
    private readonly bool isPod;

    /// <param name="podName">The own Pod; empty: not in one.</param>
    public LeaderIdentity(string podName)
    {
        isPod = podName.Length > 0;
        prefix = isPod ? podName + Separator : $"{Environment.MachineName}{Separator}{BootAndNamespace()}{Separator}";
        Name = isPod ? prefix + Guid.NewGuid().ToString("N") : $"{prefix}{Environment.ProcessId}{Separator}{StartOf(Environment.ProcessId)}";
    }

    public string Name { get; }

    /// <summary>Whether a holder is known to run no more; false when that cannot be told.</summary>
    public bool HasEnded(string holder)
    {
        if (holder == Name || !holder.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        return isPod
            || (holder[prefix.Length..].Split(Separator) is [var pid, var start]
                && int.TryParse(pid, CultureInfo.InvariantCulture, out var number)
                && StartOf(number) != start);
    }

    private static string BootAndNamespace()
    {
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        var space = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        return $"{boot}{Separator}{string.Concat(space.Where(char.IsAsciiDigit))}";
    }

    /// <summary>When a process began, in the kernel's ticks since the boot (field 22 of proc(5) stat); empty: there is none.</summary>
    private static string StartOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

            // A zombie has ended, though it is not cleared away yet.
            return fields[0] is "Z" or "X" ? "" : fields[19];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
