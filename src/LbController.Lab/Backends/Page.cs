using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.Processes;

namespace LbController.Lab.Backends;

/// <summary>A page as a client got it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Pod">Which pod answered.</param>
/// <param name="Client">The client address that the pod saw.</param>
internal sealed record Page(int Status, string Pod, string Client)
{
    /// <summary>Fetches a page with curl from inside a namespace; null when none came within a second.</summary>
    public static async Task<Page?> FetchAsync(string netns, string url, CancellationToken cancel)
    {
        var result = await Tool.TryRunAsync("ip", ["netns", "exec", netns, "curl", "-sS", "--noproxy", "*", "-m", "1", "-w", "%{http_code}", url], cancel);
        if (result.ExitCode != 0 || result.Output.LastIndexOf('\n') is not (> 0 and var end) || !result.Output.StartsWith('{'))
        {
            return null;
        }

        var body = JsonNode.Parse(result.Output[..end])!;
        return new(int.Parse(result.Output[(end + 1)..], CultureInfo.InvariantCulture), (string)body["pod"]!, (string)body["client"]!);
    }
}
