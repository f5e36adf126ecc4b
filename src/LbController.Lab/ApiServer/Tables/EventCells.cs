using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Tables;

/// <summary>What kubectl shows of an Event.</summary>
internal static class EventCells
{
    public static string About(JsonObject item)
    {
        var about = item.Object("involvedObject") ?? item.Object("regarding");
        return $"{about.Text("kind")?.ToLowerInvariant()}/{about.Text("name")}";
    }
}
