using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Tables;

/// <summary>What kubectl shows of a Pod.</summary>
internal static class PodCells
{
    public static string Ready(JsonObject pod)
    {
        var ready = pod.Objects("status", "containerStatuses").Count(container => container.Bool("ready") is true);
        return $"{ready}/{pod.Array("spec", "containers")?.Count ?? 0}";
    }
}
