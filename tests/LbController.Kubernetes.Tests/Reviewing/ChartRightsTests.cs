using LbController.Kubernetes.Reviewing;
using YamlDotNet.RepresentationModel;

namespace LbController.Kubernetes.Tests.Reviewing;

/// <summary>The chart gives each program exactly the rights that it uses: read from the rendering that <c>ChartRenderingTests</c> holds true.</summary>
public sealed class ChartRightsTests
{
    private const string Space = "metallb-system";

    private static readonly List<YamlNode> Rendered = Read("default");

    public static IEnumerable<TheoryDataRow<string, IReadOnlyList<Right>>> Roles =>
    [
        new("lb-controller-controller", [.. RoleRights.Controller(Space), .. RoleRights.ControllerLease, .. RoleRights.Webhook, .. RoleRights.Metrics]),
        new("lb-controller-speaker", [.. RoleRights.Speaker(Space), .. RoleRights.Metrics]),
    ];

    [Theory]
    [MemberData(nameof(Roles))]
    public void Every_right_that_is_used_is_given_and_no_other(string role, IReadOnlyList<Right> used)
    {
        var given = Rights(Rendered, $"{Space}-{role}", "ClusterRole").Concat(Rights(Rendered, role, "Role")).Select(Text).Order(StringComparer.Ordinal);
        Assert.Equal(used.Select(Text).Distinct().Order(StringComparer.Ordinal), given);
    }

    [Fact]
    public void Without_webhook_and_metrics_their_rights_go_too()
    {
        var least = Read("least");
        var given = Rights(least, $"{Space}-lb-controller-controller", "ClusterRole").Concat(Rights(least, "lb-controller-controller", "Role")).Select(Text).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(given.Intersect(RoleRights.Webhook.Concat(RoleRights.Metrics).Select(Text)));
    }

    [Fact]
    public void No_role_has_a_wildcard() =>
        Assert.DoesNotContain(Rights(Rendered, null, "ClusterRole").Concat(Rights(Rendered, null, "Role")).Select(Text), text => text.Contains('*', StringComparison.Ordinal) && !text.Contains("list", StringComparison.Ordinal) && !text.Contains("get", StringComparison.Ordinal));

    private static string Text(Right right) => $"{right.Verb} {right.Subject} {(right.IsOfCluster ? "everywhere" : "here")}";

    private static IEnumerable<Right> Rights(IEnumerable<YamlNode> documents, string? name, string kind) =>
        from document in documents
        where document["kind"].ToString() == kind && (name is null || document["metadata"]["name"].ToString() == name)
        from rule in (YamlSequenceNode)document["rules"]
        where ((YamlMappingNode)rule).Children.ContainsKey("resources")
        from verb in (YamlSequenceNode)rule["verbs"]
        from apiGroup in (YamlSequenceNode)rule["apiGroups"]
        from resource in (YamlSequenceNode)rule["resources"]
        select new Right(verb.ToString(), apiGroup.ToString(), resource.ToString(), kind == "ClusterRole");

    private static List<YamlNode> Read(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LbController.sln")))
        {
            folder = folder.Parent!;
        }

        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(folder.FullName, "tests", "testdata", "charts", name, "rendered.yaml"))));
        return [.. yaml.Documents.Select(document => document.RootNode).Where(root => root is YamlMappingNode)];
    }
}
