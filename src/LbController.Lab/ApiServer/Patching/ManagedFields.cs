using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Patching;

/// <summary>Keeps metadata.managedFields.</summary>
internal static class ManagedFields
{
    public static void Record(ResourceType type, JsonObject? before, JsonObject after, WriteOptions options)
    {
        _ = (type, before, after, options);
    }
}
