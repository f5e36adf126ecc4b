using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>A stored object as the asked version shows it.</summary>
internal static class ObjectView
{
    public static JsonObject Body(StoredObject stored, ResourceType type)
    {
        if (string.Equals(stored.Body.Text("apiVersion"), type.ApiVersion, StringComparison.Ordinal))
        {
            return stored.Body;
        }
        if (type.StoredAs is not null)
        {
            return EventFields.ToGrouped(stored.Body);
        }
        return Converted(stored.Body, type);
    }

    /// <summary>Conversion strategy None: another apiVersion, and no field that the version does not have.</summary>
    public static JsonObject Converted(JsonObject body, ResourceType type)
    {
        var converted = body.Copy();
        converted["apiVersion"] = type.ApiVersion;
        if (type.Schema is not null)
        {
            SchemaPruner.PruneObject(converted, type.Schema);
        }
        return converted;
    }

    /// <summary>The object in the version that is kept, with the defaults of that version, as it would be read back.</summary>
    public static JsonObject Kept(JsonObject body, ResourceType type, ResourceType storage)
    {
        if (ReferenceEquals(type, storage))
        {
            return type.StoredAs is null ? body : EventFields.ToCore(body);
        }
        var kept = Converted(body, storage);
        if (storage.Schema is not null)
        {
            SchemaDefaults.Fill(kept, storage.Schema);
        }
        return kept;
    }

    public static byte[] Encode(StoredObject stored, ResourceType type) =>
        Body(stored, type) is var body && ReferenceEquals(body, stored.Body) ? stored.Json : JsonText.Encode(body);
}
