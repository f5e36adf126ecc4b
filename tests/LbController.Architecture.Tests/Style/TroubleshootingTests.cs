using System.Text.RegularExpressions;
using LbController.Core.Reasons;

namespace LbController.Architecture.Tests.Style;

/// <summary><c>docs/troubleshooting.md</c> has a section for each reason, in the order and the words of the closed set.</summary>
public sealed partial class TroubleshootingTests
{
    [Fact]
    public void Every_reason_has_its_section_with_its_meaning_and_a_mend()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "troubleshooting.md"));
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "LbController.Core", "Reasons", "ReasonCode.cs"));
        var meanings = Member().Matches(source).ToDictionary(match => match.Groups["name"].Value, match => Code().Replace(match.Groups["text"].Value, "`"));
        Assert.Equal(Enum.GetNames<ReasonCode>(), meanings.Keys);
        var sections = Section().Matches(document).Select(match => (match.Groups["name"].Value, Meaning: match.Groups["meaning"].Value)).ToList();
        Assert.Equal(Enum.GetNames<ReasonCode>().Select(name => (name, meanings[name])), sections);
    }

    [GeneratedRegex(@"/// <summary>(?<text>.*?)</summary>\s*\n\s*(?<name>\w+),", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Member();

    [GeneratedRegex("</?c>", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?m)^### (?<name>\w+)\n\n(?<meaning>.+)\n\n\S.+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Section();
}
