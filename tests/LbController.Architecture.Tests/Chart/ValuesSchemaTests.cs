using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace LbController.Architecture.Tests.Chart;

/// <summary>Every value of the chart is described, with the default that it has, in the schema and in the reference made from it.</summary>
public sealed class ValuesSchemaTests
{
    private const string Head = """
        # Values of the chart

        Made from `charts/lb-controller/values.schema.json`. Names are those of MetalLB's chart where they mean the same; what MetalLB's chart
        knows and this one cannot do stops the rendering with a sentence that says what to do instead.

        | value | default | what |
        |---|---|---|

        """;

    private static readonly string Folder = Path.Combine(Repository.Root, "charts", "lb-controller");

    private static JsonObject Schema => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "values.schema.json")))!.AsObject();

    [Fact]
    public void Every_value_is_described_with_its_default()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, "values.yaml"))));
        var values = Leaves(Json(yaml.Documents[0].RootNode), Schema, "").ToDictionary(leaf => leaf.Path, leaf => leaf.Value);
        Assert.True(values.Count > 100, $"{values.Count} values");
        var described = Described(Schema, "").Where(row => row.Default is not null).ToDictionary(row => row.Path, row => row.Default!);
        Assert.Equal(described.Keys.Order(StringComparer.Ordinal), values.Keys.Order(StringComparer.Ordinal));
        Assert.All(values, pair => Assert.True(JsonNode.DeepEquals(pair.Value, described[pair.Key]), $"{pair.Key}: {pair.Value} in values.yaml, {described[pair.Key]} in the schema"));
    }

    [Fact]
    public void No_value_is_without_a_description() => Assert.DoesNotContain(Described(Schema, ""), row => row.Description.Length == 0);

    [Fact]
    public void The_reference_is_made_from_the_schema()
    {
        var file = Path.Combine(Repository.Root, "docs", "reference", "values.md");
        var expected = Head + string.Concat(Described(Schema, "")
            .Where(row => row.Default is not null)
            .Select(row => $"| `{row.Path}` | `{row.Default!.ToJsonString()}` | {row.Description.Replace("|", "\\|", StringComparison.Ordinal)}{Choices(row.Schema)} |\n"));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }

    private static string Choices(JsonObject schema) => schema["minimum"] is { } least
        ? schema["maximum"] is { } most ? $" {least} to {most}." : $" At least {least}."
        : "";

    private static IEnumerable<(string Path, JsonNode? Default, string Description, JsonObject Schema)> Described(JsonObject schema, string prefix)
    {
        foreach (var (name, node) in schema["properties"]!.AsObject())
        {
            var (path, property) = (prefix + name, node!.AsObject());
            yield return (path, property["default"], (string?)property["description"] ?? "", property);
            if (property.ContainsKey("properties"))
            {
                foreach (var row in Described(property, path + "."))
                {
                    yield return row;
                }
            }
        }
    }

    private static IEnumerable<(string Path, JsonNode? Value)> Leaves(JsonNode? value, JsonObject schema, string path)
    {
        if (value is not JsonObject inner || !schema.ContainsKey("properties"))
        {
            yield return (path, value);
            yield break;
        }

        foreach (var (name, node) in inner)
        {
            var property = schema["properties"]![name]?.AsObject();
            Assert.True(property is not null, $"{path}.{name} is not in the schema");
            foreach (var leaf in Leaves(node, property, path.Length == 0 ? name : $"{path}.{name}"))
            {
                yield return leaf;
            }
        }
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } flag => flag.Value == "true",
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar when long.TryParse(scalar.Value, out var number) => number,
        _ => node.ToString(),
    };
}
