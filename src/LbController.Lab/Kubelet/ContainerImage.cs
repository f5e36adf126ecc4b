using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LbController.Lab.Processes;

namespace LbController.Lab.Kubelet;

/// <summary>What the Dockerfile of this project says about its containers: program, variables, user. The files in it come from this build.</summary>
/// <param name="Entrypoint">The program and its first arguments.</param>
/// <param name="Variables">Set in every container.</param>
/// <param name="User">The user unless a Pod says otherwise.</param>
internal sealed partial record ContainerImage(IReadOnlyList<string> Entrypoint, IReadOnlyDictionary<string, string> Variables, int User)
{
    /// <exception cref="LabException">The text has no ENTRYPOINT as a list.</exception>
    public static ContainerImage FromDockerfile(string text)
    {
        var entrypoint = Entry().Match(text) is { Success: true } match
            ? JsonNode.Parse(match.Groups["list"].Value)!.AsArray().Select(item => (string)item!).ToList()
            : throw new LabException("The Dockerfile has no ENTRYPOINT [\"program\"].");
        var variables = Variable().Matches(text).ToDictionary(one => one.Groups["name"].Value, one => one.Groups["value"].Value, StringComparer.Ordinal);
        return new ContainerImage(entrypoint, variables, Number().Match(text) is { Success: true } user ? int.Parse(user.Groups["id"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0);
    }

    [GeneratedRegex(@"(?m)^ENTRYPOINT (?<list>\[.*\])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"(?m)^(ENV| {4}) ?(?<name>\w+)=(?<value>\S+?)( \\)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?m)^USER (?<id>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
