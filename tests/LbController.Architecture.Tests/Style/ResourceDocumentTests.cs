using System.Text;
using YamlDotNet.RepresentationModel;

namespace LbController.Architecture.Tests.Style;

/// <summary><c>docs/reference/crds.md</c> is made from <c>crds/</c>. <c>UPDATE_GOLDEN=1</c> writes it anew.</summary>
public sealed class ResourceDocumentTests
{
    private const string Head = """
        # Kinds

        Made from `crds/`. Fields that MetalLB has mean the same here; the rules that the API server checks are in the CRDs themselves.

        """;

    [Fact]
    public void The_reference_says_what_the_CRDs_say()
    {
        var text = new StringBuilder(Head);
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "crds"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(File.ReadAllText(file)));
            foreach (var document in yaml.Documents)
            {
                WriteKind(text, document.RootNode);
            }
        }

        var target = Path.Combine(Repository.Root, "docs", "reference", "crds.md");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(target, text.ToString());
        }

        Assert.Equal(text.ToString(), File.ReadAllText(target));
    }

    private static void WriteKind(StringBuilder text, YamlNode definition)
    {
        var spec = definition["spec"];
        var versions = ((YamlSequenceNode)spec["versions"]).Children;
        var served = string.Join(", ", versions.Select(version => version["name"].ToString() + (Text(version, "deprecated") == "true" ? " (deprecated)" : "")));
        var schema = versions.First(version => version["storage"].ToString() == "true")["schema"]["openAPIV3Schema"];
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {spec["names"]["kind"]}\n\n`{spec["group"]}`, {served}. {Flat(schema)}\n\n| field | type | what |\n|---|---|---|\n");
        foreach (var part in new[] { "spec", "status" })
        {
            if (Find(schema["properties"], part) is { } inner)
            {
                WriteFields(text, inner, part);
            }
        }
    }

    private static void WriteFields(StringBuilder text, YamlNode schema, string path)
    {
        if (Find(schema, "properties") is not YamlMappingNode properties)
        {
            return;
        }

        foreach (var (name, field) in properties.Children)
        {
            var own = $"{path}.{name}";
            var items = Find(field, "items");
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{own}` | {(items is null ? Text(field, "type") : $"list of {Text(items, "type")}")} | {Flat(field)} |\n");
            WriteFields(text, items ?? field, items is null ? own : own + "[]");
        }
    }

    private static string Flat(YamlNode schema) => Text(schema, "description").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Trim();

    private static string Text(YamlNode node, string field) => Find(node, field)?.ToString() ?? "";

    private static YamlNode? Find(YamlNode node, string field) => node is YamlMappingNode map && map.Children.TryGetValue(field, out var value) ? value : null;
}
