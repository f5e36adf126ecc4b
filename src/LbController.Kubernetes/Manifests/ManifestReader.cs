using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Core;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Resources;
using YamlDotNet.Core;

namespace LbController.Kubernetes.Manifests;

/// <summary>Reads files of manifests, YAML or JSON, as kubectl does: many documents in a file, and Lists of objects.</summary>
public static class ManifestReader
{
    /// <summary>Stands for the standard input.</summary>
    public const string StandardInput = "-";

    /// <param name="path">A file, a directory (its <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c>, by name), or <see cref="StandardInput"/>.</param>
    /// <param name="input">The standard input.</param>
    /// <param name="namespace">Where configuration without a namespace goes; other objects go to <c>default</c>.</param>
    /// <exception cref="ManifestException">A file cannot be read; an object that cannot be is told in <see cref="ManifestObject.Errors"/>.</exception>
    public static IReadOnlyList<ManifestObject> ReadAll(string path, TextReader input, string @namespace)
    {
        if (path == StandardInput)
        {
            return Read("stdin", input.ReadToEnd(), @namespace);
        }

        try
        {
            return [.. Files(path).SelectMany(file => Read(file, File.ReadAllText(file), @namespace))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException(path, 0, failure.Message);
        }
    }

    /// <param name="file">For messages.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="namespace">Where configuration without a namespace goes; other objects go to <c>default</c>.</param>
    /// <exception cref="ManifestException">It cannot be read; an object that cannot be is told in <see cref="ManifestObject.Errors"/>.</exception>
    public static IReadOnlyList<ManifestObject> Read(string file, string text, string @namespace)
    {
        try
        {
            return [.. YamlText.ParseDocuments(text).SelectMany(document => ReadDocument(file, document.Line, document.Content, @namespace))];
        }
        catch (YamlException failure)
        {
            throw new ManifestException(file, failure.Start.Line, failure.InnerException?.Message ?? failure.Message);
        }
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json").Order(StringComparer.Ordinal)
        : [path];

    private static IEnumerable<ManifestObject> ReadDocument(string file, long line, JsonNode content, string @namespace)
    {
        if (content is not JsonObject item || Text(item, "kind") is not { Length: > 0 } kind || Text(item, "apiVersion") is not { Length: > 0 } version)
        {
            throw new ManifestException(file, line, "is no Kubernetes object: it has no apiVersion and kind");
        }

        if (kind.EndsWith("List", StringComparison.Ordinal) && item["items"] is JsonArray items)
        {
            return items.OfType<JsonNode>().SelectMany(inner => ReadDocument(file, line, inner, @namespace));
        }

        return [ReadObject(file, line, item, version, kind, @namespace)];
    }

    private static ManifestObject ReadObject(string file, long line, JsonObject item, string version, string kind, string @namespace)
    {
        if (item["metadata"] is not JsonObject metadata || Text(metadata, "name") is not { Length: > 0 } name)
        {
            throw new ManifestException(file, line, $"{kind} has no metadata.name");
        }

        if (ManifestKinds.Find(version, kind) is not { } known)
        {
            return new ManifestObject(file, line, version, kind, new ObjectKey(Text(metadata, "namespace") ?? "", name), null);
        }

        if (!ManifestKinds.IsClusterScoped(kind) && string.IsNullOrEmpty(Text(metadata, "namespace")))
        {
            metadata["namespace"] = known.Path.Group == ResourceKind.MetalLb ? @namespace : "default";
        }

        var key = new ObjectKey(Text(metadata, "namespace") ?? "", name);
        if (ManifestKinds.VersionError(known, version) is { } unserved)
        {
            return new ManifestObject(file, line, version, kind, key, null) { Errors = [new ConfigError(kind, key, "apiVersion", unserved)] };
        }

        var errors = new List<ConfigError>();
        while (true)
        {
            try
            {
                var snapshot = known.Read(JsonElement.Parse(item.ToJsonString()));
                errors.AddRange(UnknownFields.Of(kind, key, item));
                return new ManifestObject(file, line, version, kind, key, errors.Count == 0 ? snapshot : null) { Errors = errors.ToValueArray() };
            }
            catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
            {
                errors.Add(MistypedField.ErrorOf(kind, key, item, failure));
                if (!MistypedField.TakeOut(item, failure))
                {
                    return new ManifestObject(file, line, version, kind, key, null) { Errors = errors.ToValueArray() };
                }
            }
        }
    }

    private static string? Text(JsonObject item, string field) =>
        item[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
