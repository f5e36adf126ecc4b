using System.Globalization;
using System.Text.RegularExpressions;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>Kubernetes' order of API versions: v2 before v1, v1 before v1beta2, beta before alpha.</summary>
internal sealed partial class VersionOrder : IComparer<string>
{
    public static VersionOrder NewestFirst { get; } = new();

    public int Compare(string? x, string? y)
    {
        var order = Rank(y ?? string.Empty).CompareTo(Rank(x ?? string.Empty));
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static (int Maturity, int Major, int Minor) Rank(string version)
    {
        var match = Shape().Match(version);
        if (!match.Success)
        {
            return (0, 0, 0);
        }
        var maturity = match.Groups["stage"].Value switch { "" => 3, "beta" => 2, _ => 1 };
        return (maturity, Whole(match.Groups["major"].Value), Whole(match.Groups["minor"].Value));
    }

    private static int Whole(string digits) => int.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("^v(?<major>[0-9]+)((?<stage>alpha|beta)(?<minor>[0-9]+))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
