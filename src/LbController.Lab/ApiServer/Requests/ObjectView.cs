using System.Text.Json.Nodes;
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
        var converted = stored.Body.Copy();
        converted["apiVersion"] = type.ApiVersion;
        return converted;
    }

    public static byte[] Encode(StoredObject stored, ResourceType type) =>
        Body(stored, type) is var body && ReferenceEquals(body, stored.Body) ? stored.Json : JsonText.Encode(body);
}
