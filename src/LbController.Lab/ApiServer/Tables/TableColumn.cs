using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Tables;

/// <summary>A column of kubectl's view; priority 1 and above is shown with "-o wide" alone.</summary>
internal sealed record TableColumn(string Name, string Type, int Priority, Func<JsonObject, JsonNode?> Cell)
{
    public string Format { get; init; } = string.Empty;

    public string Description { get; init; } = string.Empty;
}
