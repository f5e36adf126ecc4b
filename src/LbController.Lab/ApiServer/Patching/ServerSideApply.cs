using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Patching;

/// <summary>Server-side apply.</summary>
internal static class ServerSideApply
{
    public static JsonObject Apply(ResourceType type, JsonObject live, JsonObject applied, WriteOptions options)
    {
        _ = options;
        new StrategicMerge(type).Apply(live, applied);
        return live;
    }
}
