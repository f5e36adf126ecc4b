using System.Text.Json;
using YamlDotNet.Serialization;

namespace LbController.Kubernetes.Tests.Resources;

/// <summary>The files of <c>crds/</c>, read as JSON.</summary>
internal static class Definitions
{
    private static readonly Dictionary<string, JsonElement> ByKind = Read();

    public static IReadOnlyCollection<string> Kinds => ByKind.Keys;

    public static JsonElement Of(string kind) => ByKind[kind];

    public static JsonElement Version(string kind, string version) =>
        Of(kind).At("spec.versions").EnumerateArray().Single(candidate => candidate.At("name").GetString() == version);

    public static JsonElement Schema(string kind, string version) => Version(kind, version).At("schema.openAPIV3Schema");

    /// <summary>Follows a path such as <c>spec.addresses</c> down the <c>properties</c> of a schema; <c>[]</c> means the items.</summary>
    public static JsonElement Field(string kind, string version, string path)
    {
        var schema = Schema(kind, version);
        foreach (var step in path.Split('.'))
        {
            schema = schema.GetProperty("properties").GetProperty(step.Replace("[]", "", StringComparison.Ordinal));
            schema = step.EndsWith("[]", StringComparison.Ordinal) ? schema.GetProperty("items") : schema;
        }

        return schema;
    }

    public static JsonElement ToJson(string yaml)
    {
        var document = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        return JsonDocument.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(document)).RootElement;
    }

    public static JsonElement At(this JsonElement element, string path) =>
        path.Split('.').Aggregate(element, (current, step) => current.GetProperty(step));

    private static Dictionary<string, JsonElement> Read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "LbController.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("no LbController.sln above the tests");
        }

        return Directory.GetFiles(Path.Combine(root.FullName, "crds"), "*.yaml")
            .Select(file => ToJson(File.ReadAllText(file)))
            .ToDictionary(definition => definition.At("spec.names.kind").GetString()!, StringComparer.Ordinal);
    }
}
