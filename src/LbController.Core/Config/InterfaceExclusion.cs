using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace LbController.Core.Config;

/// <summary>Links that never announce, by patterns on their names: those of container runtimes, CNIs and tunnels, unless told otherwise.</summary>
public sealed class InterfaceExclusion
{
    public static readonly InterfaceExclusion Default = Parse(
    [
        "^docker.*", "^cbr.*", "^dummy.*", "^virbr.*", "^lxcbr.*", "^veth.*", "^lo$", "^cali.*", "^tunl.*", "^flannel.*", "^kube-ipvs.*", "^cni.*",
        "^nodelocaldns.*", "^lxc.*",
    ]);

    private readonly IReadOnlyList<Regex> patterns;

    private InterfaceExclusion(IReadOnlyList<Regex> patterns) => this.patterns = patterns;

    /// <summary>The regular expressions, as they were written.</summary>
    public IEnumerable<string> Texts => patterns.Select(pattern => pattern.ToString());

    /// <param name="texts">Regular expressions; a name that one of them is found in is excluded, so <c>^</c> and <c>$</c> matter.</param>
    /// <param name="exclusion">What they exclude.</param>
    /// <param name="error">Which one is wrong, and how.</param>
    public static bool TryParse(IEnumerable<string> texts, [NotNullWhen(true)] out InterfaceExclusion? exclusion, [NotNullWhen(false)] out string? error)
    {
        var parsed = new List<Regex>();
        foreach (var text in texts)
        {
            try
            {
                // Without backtracking no pattern takes longer than the name is long.
                parsed.Add(new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
            }
            catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
            {
                exclusion = null;
                error = $"'{text}' is no regular expression that can be used: {wrong.Message}";
                return false;
            }
        }

        exclusion = new(parsed);
        error = null;
        return true;
    }

    public bool Matches(string name)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.IsMatch(name))
            {
                return true;
            }
        }

        return false;
    }

    private static InterfaceExclusion Parse(IEnumerable<string> texts)
    {
        Invariant.Holds(TryParse(texts, out var exclusion, out var error), error ?? "");
        return exclusion!;
    }
}
