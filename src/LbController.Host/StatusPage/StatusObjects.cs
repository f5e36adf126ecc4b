using System.Text.Json;

namespace LbController.Host.StatusPage;

/// <summary>The objects that the page is drawn from, as they are in the API.</summary>
internal sealed record StatusObjects
{
    public required IReadOnlyList<JsonElement> Pools { get; init; }

    /// <summary>Of type LoadBalancer.</summary>
    public required IReadOnlyList<JsonElement> Services { get; init; }

    public required IReadOnlyList<JsonElement> L2Statuses { get; init; }

    public required IReadOnlyList<JsonElement> BgpStatuses { get; init; }

    public required IReadOnlyList<JsonElement> Sessions { get; init; }

    public required IReadOnlyList<JsonElement> Events { get; init; }
}
