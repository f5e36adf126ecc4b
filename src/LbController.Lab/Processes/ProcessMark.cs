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

    /// <summary>The processes that carry the mark.</summary>
    public static IReadOnlyList<int> Find(string prefix)
    {
        var entry = $"{Variable}={prefix}";
        return [.. Directory.EnumerateDirectories("/proc").Select(Number).Where(pid => pid > 1 && pid != Environment.ProcessId && Carries(pid, entry))];
    }

    private static int Number(string path) =>
        int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0;

    private static bool Carries(int pid, string entry)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ")).Split('\0').Contains(entry);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
