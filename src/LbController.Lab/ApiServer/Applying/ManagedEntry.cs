using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Applying;

/// <summary>One item of metadata.managedFields: which fields somebody owns, and by which way of writing.</summary>
internal sealed record ManagedEntry(string Manager, string Operation, string ApiVersion, string Subresource, JsonObject Fields)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    public string Time { get; set; } = Timestamps.Now();

    /// <summary>As the user sees a conflict with it.</summary>
    public string Title => Operation == Apply
        ? $"conflict with \"{Manager}\""
        : $"conflict with \"{Manager}\" {(Subresource.Length > 0 ? $"with subresource \"{Subresource}\" " : string.Empty)}using {ApiVersion}";

    public static List<ManagedEntry> Read(JsonNode? item) => [.. item.Objects("metadata", "managedFields").Where(entry => entry.Count > 0).Select(entry => new ManagedEntry(
        entry.Text("manager") ?? string.Empty,
        entry.Text("operation") ?? Update,
        entry.Text("apiVersion") ?? string.Empty,
        entry.Text("subresource") ?? string.Empty,
        entry.Object("fieldsV1")?.Copy() ?? [])
    { Time = entry.Text("time") ?? Timestamps.Now() })];

    public static void Write(JsonObject item, IEnumerable<ManagedEntry> entries)
    {
        var kept = entries.Where(entry => entry.Fields.Count > 0).Select(entry => (JsonNode)entry.ToJson()).ToArray();
        if (kept.Length == 0)
        {
            item.Ensure("metadata").Remove("managedFields");
        }
        else
        {
            item.Ensure("metadata")["managedFields"] = new JsonArray(kept);
        }
    }

    /// <summary>The entry of this writer, made where it is missing.</summary>
    public static ManagedEntry Own(List<ManagedEntry> entries, string operation, ResourceType type, WriteOptions options)
    {
        if (entries.Find(entry => entry.IsOf(operation, type, options)) is { } known)
        {
            return known;
        }

        var fresh = new ManagedEntry(options.FieldManager, operation, type.ApiVersion, options.Subresource, []);
        entries.Add(fresh);
        return fresh;
    }

    private bool IsOf(string operation, ResourceType type, WriteOptions options) =>
        Operation == operation && Manager == options.FieldManager && Subresource == options.Subresource && (operation == Apply || ApiVersion == type.ApiVersion);

    private JsonObject ToJson()
    {
        var entry = new JsonObject
        {
            ["apiVersion"] = ApiVersion,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = Fields.Copy(),
            ["manager"] = Manager,
            ["operation"] = Operation,
            ["time"] = Time,
        };
        if (Subresource.Length > 0)
        {
            entry["subresource"] = Subresource;
        }

        return entry;
    }
}
