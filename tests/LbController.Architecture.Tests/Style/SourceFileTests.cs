using System.Text.RegularExpressions;

namespace LbController.Architecture.Tests.Style;

/// <summary>Small files, one type each, names that say something.</summary>
public sealed partial class SourceFileTests
{
    private const int MostLines = 400;

    [Fact]
    public void No_file_is_a_room_with_too_much_in_it() =>
        Assert.DoesNotContain(Repository.Sources, file => File.ReadLines(file).Count() > MostLines);

    [Fact]
    public void A_file_is_named_after_the_one_type_in_it()
    {
        var files = Repository.Files("src", "*.cs").Where(file => Path.GetFileName(file) != "Program.cs").ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var types = TopLevelType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).Distinct().ToList();
            Assert.True(types.Count == 1 && Path.GetFileNameWithoutExtension(file).Split('.')[0] == types[0], $"{Repository.Short(file)} holds {string.Join(", ", types)}");
        });
    }

    [Fact]
    public void No_name_is_one_that_says_nothing() => Assert.DoesNotContain(Repository.Sources, file => Vague().IsMatch(Path.GetFileName(file)));

    [Fact]
    public void Nothing_is_left_for_later() => Assert.DoesNotContain(Repository.Sources, file => Unfinished().IsMatch(File.ReadAllText(file)));

    [Theory]
    [InlineData("PeerManager.cs")]
    [InlineData("AddressHelper.cs")]
    [InlineData("StringUtils.cs")]
    public void A_vague_name_is_seen(string name) => Assert.Matches(Vague(), name);

    [GeneratedRegex(@"^(?:public |internal |static |sealed |abstract |partial |readonly |ref |unsafe |file )*(?:class|struct|interface|enum|record(?: struct| class)?) (?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Common|Misc|Data|Info)\.cs$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Vague();

    // Written so that it does not find itself.
    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K|X[X]X)\b|NotImplemented[E]xception|Skip *= *""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished();
}
