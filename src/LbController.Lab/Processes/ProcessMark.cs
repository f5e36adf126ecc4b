using System.Globalization;
using System.Text;

namespace LbController.Lab.Processes;

/// <summary>
/// Every process that the lab starts carries the variable <c>LB_LAB=prefix</c>, and so do its children. That is how they are
/// found after a crash, and why no other process is ever ended, not even one that was given a recorded number anew.
/// </summary>
internal static class ProcessMark
{
    public const string Variable = "LB_LAB";

    private const int LooksDuringExec = 50;

    /// <summary>The processes that carry the mark.</summary>
    public static IReadOnlyList<int> Find(string prefix)
    {
        var entry = $"{Variable}={prefix}";
        return [.. Directory.EnumerateDirectories("/proc").Select(Number).Where(pid => pid > 1 && pid != Environment.ProcessId && Carries(pid, entry))];
    }

    private static int Number(string path) =>
        int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0;

    /// <summary>
    /// While a process changes its program (execve) its environment reads as empty for a moment; that of a kernel thread or a zombie
    /// always does. The first is looked at again before it counts as unmarked.
    /// </summary>
    private static bool Carries(int pid, string entry)
    {
        for (var look = 0; look < LooksDuringExec; look++)
        {
            if (Environ(pid) is not { } environ)
            {
                return false;
            }

            if (environ.Length > 0)
            {
                return environ.Split('\0').Contains(entry);
            }

            if (!CanBeStarting(pid))
            {
                return false;
            }

            Thread.Sleep(1);
        }

        return false;
    }

    private static string? Environ(int pid) => TryRead($"/proc/{pid}/environ");

    /// <summary>Not a zombie, and not a kernel thread: those have no memory of their own.</summary>
    private static bool CanBeStarting(int pid) =>
        TryRead($"/proc/{pid}/status") is { } status && status.Contains("\nVmSize:", StringComparison.Ordinal);

    private static string? TryRead(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
