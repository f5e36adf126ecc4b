using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Tables;

/// <summary>The meta.k8s.io/v1 view of an object that holds its metadata alone.</summary>
internal static class PartialMetadata
{
    public static JsonObject Of(JsonObject item) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = item["metadata"]?.DeepClone(),
    };
}
