using System.Xml.Linq;

namespace LbController.Architecture.Tests.Walls;

/// <summary>References point one way.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Protocols"] = [],
        ["Engine"] = ["Core", "Protocols"],
        ["Kubernetes"] = ["Core", "Engine"],
        ["Linux"] = ["Core", "Engine", "Protocols"],
        ["Host"] = ["Core", "Engine", "Kubernetes", "Linux", "Protocols"],
        ["Cli"] = ["Core", "Engine", "Kubernetes"],
        ["Lab"] = ["Core", "Kubernetes"],
    };

    [Fact]
    public void A_project_refers_only_to_those_below_it()
    {
        var projects = Repository.Projects.Where(file => Repository.Short(file).StartsWith("src/", StringComparison.Ordinal)).ToList();
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects.Select(NameOf).Order(StringComparer.Ordinal));
        Assert.All(projects, file => Assert.Empty(References(file).Except(Allowed[NameOf(file)])));
    }

    [Fact]
    public void No_daemon_knows_the_laboratory() =>
        Assert.All(
            new[] { "LbController.Core", "LbController.Protocols", "LbController.Engine", "LbController.Kubernetes", "LbController.Linux" },
            assembly => Assert.DoesNotContain(UsedTypes.Of(assembly), name => name.StartsWith("LbController.Lab", StringComparison.Ordinal)));

    [Theory]
    [InlineData("LbController.Core", "k8s.")]
    [InlineData("LbController.Engine", "k8s.")]
    [InlineData("LbController.Linux", "k8s.")]
    [InlineData("LbController.Kubernetes", "SharpPcap")]
    [InlineData("LbController.Kubernetes", "System.Net.Sockets.")]
    [InlineData("LbController.Kubernetes", "System.CommandLine")]
    [InlineData("LbController.Linux", "System.CommandLine")]
    public void What_belongs_to_one_project_stays_there(string assembly, string prefix) =>
        Assert.DoesNotContain(UsedTypes.Of(assembly), name => name.StartsWith(prefix, StringComparison.Ordinal));

    [Theory]
    [InlineData("LbController.Kubernetes", "k8s.")]
    [InlineData("LbController.Linux", "SharpPcap.")]
    public void The_library_meant_for_a_thing_is_used_for_it(string assembly, string prefix) =>
        Assert.Contains(UsedTypes.Of(assembly), name => name.StartsWith(prefix, StringComparison.Ordinal));

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project)["LbController.".Length..];

    private static SortedSet<string> References(string project) =>
        [.. XDocument.Load(project).Descendants("ProjectReference").Select(reference => NameOf(reference.Attribute("Include")!.Value.Replace('\\', '/')))];
}
