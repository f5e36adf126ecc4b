using System.Globalization;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench;

/// <summary>What a speaker of the lab shows as metrics; it must have been started with <see cref="InTheOpen"/>.</summary>
internal static class SpeakerFigures
{
    private const int Port = 9120;

    public static IEnumerable<string> InTheOpen => ["--metrics-scheme", "http"];

    /// <summary>The series whose text form begins so, and their values.</summary>
    public static async Task<IReadOnlyList<(string Series, double Value)>> ReadAsync(string netns, string beginning, CancellationToken cancel)
    {
        var text = await Tool.RunAsync("ip", ["netns", "exec", netns, "curl", "-sf", "-m", "20", $"http://127.0.0.1:{Port}/metrics"], cancel);
        return
        [
            .. from line in text.Split('\n')
               where line.StartsWith(beginning, StringComparison.Ordinal)
               let end = line.LastIndexOf(' ')
               select (line[..end], double.Parse(line[(end + 1)..], CultureInfo.InvariantCulture)),
        ];
    }
}
