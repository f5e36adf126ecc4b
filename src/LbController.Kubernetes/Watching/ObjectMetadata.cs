using System.Text.Json;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Watching;

/// <summary>The <c>metadata</c> of an object or a list, readable even where the rest of it is malformed.</summary>
internal readonly record struct ObjectMetadata(JsonElement Json)
{
    public ObjectKey Key => new(Text("namespace"), Text("name"));

    public static ObjectMetadata Of(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("metadata", out var metadata) ? new(metadata) : default;

    /// <summary>A field of type string; empty if it is absent.</summary>
    public string Text(string field) =>
        Json.ValueKind == JsonValueKind.Object
        && Json.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
