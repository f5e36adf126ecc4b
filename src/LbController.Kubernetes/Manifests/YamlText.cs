using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace LbController.Kubernetes.Manifests;

/// <summary>YAML to JSON trees by the YAML 1.2 core schema, which is what Kubernetes manifests rely on.</summary>
public static partial class YamlText
{
    /// <summary>Every document of the text that is not empty.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static IReadOnlyList<JsonNode> ParseAll(string text) => [.. ParseDocuments(text).Select(document => document.Content)];

    /// <summary>Every document that is not empty, and the line, counted from 1, where it begins.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static IReadOnlyList<(long Line, JsonNode Content)> ParseDocuments(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        return
        [
            .. from document in stream.Documents
               let content = Convert(document.RootNode)
               where content is not null
               select ((long)document.RootNode.Start.Line, content),
        ];
    }

    /// <summary>The tree as YAML that reads back as the same tree.</summary>
    public static string Write(JsonNode tree)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        new YamlStream(new YamlDocument(ToYaml(tree))).Save(writer, assignAnchors: false);
        var text = writer.ToString().ReplaceLineEndings("\n");
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    private static YamlNode ToYaml(JsonNode? node) => node switch
    {
        JsonObject map => new YamlMappingNode(map.SelectMany(pair => new[] { new YamlScalarNode(pair.Key), ToYaml(pair.Value) }))
        {
            Style = map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block,
        },
        JsonArray list => new YamlSequenceNode(list.Select(ToYaml)) { Style = list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block },
        null => new YamlScalarNode("null"),
        _ when node.GetValueKind() == JsonValueKind.String => Quoted(node.GetValue<string>()),
        _ => new YamlScalarNode(node.ToJsonString()),
    };

    /// <summary>A text that would read as something else needs quotes.</summary>
    private static YamlScalarNode Quoted(string text) => new(text)
    {
        Style = Plain(text)?.GetValueKind() == JsonValueKind.String ? ScalarStyle.Any : ScalarStyle.DoubleQuoted,
    };

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(
            pair => KeyValuePair.Create(KeyOf(pair.Key), Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? string.Empty),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    private static string KeyOf(YamlNode key) =>
        key is YamlScalarNode { Value: var text } ? text ?? string.Empty : throw new YamlException(key.Start, key.End, "a key is no plain text");

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when Integer().IsMatch(text) && long.TryParse(text, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when Float().IsMatch(text) => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };

    [GeneratedRegex("^[-+]?[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Float();
}
