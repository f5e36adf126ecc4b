using System.Text.RegularExpressions;
using LbController.Lab.Processes;

namespace LbController.Lab.Cluster;

/// <summary>The one line of a kubeconfig that the lab reads and rewrites.</summary>
internal static partial class KubeconfigFile
{
    /// <summary>The address of the API server.</summary>
    public static string ServerOf(string text) =>
        ServerLine().Match(text) is { Success: true } match ? match.Groups["url"].Value : throw new LabException("The kubeconfig names no server.");

    /// <summary>The same kubeconfig for another address of the same server.</summary>
    public static string WithServer(string text, string server) => ServerLine().Replace(text, match => match.Groups["key"].Value + server);

    [GeneratedRegex("(?<key>\"?server\"?:[ \\t]*)\"?(?<url>http[^\\s\",}]+)\"?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ServerLine();
}
