using System.Globalization;
using System.Text.Json.Nodes;

namespace LbController.Lab.Bench;

/// <summary>One row of the table of numbers: ours, the peers in the same run, the target.</summary>
/// <param name="Id">Such as <c>P1</c>.</param>
/// <param name="What">For people.</param>
/// <param name="Unit">Of all its numbers.</param>
/// <param name="Ours">What we showed.</param>
/// <param name="Target">In words.</param>
/// <param name="IsMet">Whether the target is met.</param>
internal sealed record BenchRow(string Id, string What, string Unit, Sample Ours, string Target, bool IsMet)
{
    public IReadOnlyList<(string Name, Sample Sample)> Peers { get; init; } = [];

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["what"] = What,
        ["unit"] = Unit,
        ["ours"] = Ours.ToJson(),
        ["peers"] = new JsonArray([.. Peers.Select(peer =>
        {
            var json = peer.Sample.ToJson();
            json.Insert(0, "name", peer.Name);
            return json;
        })]),
        ["ratio"] = Ratio,
        ["target"] = Target,
        ["met"] = IsMet,
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Id,-4}{(IsMet ? "met " : "NOT ")} {What}: p50 {Ours.Median:0.#}, p99 {Ours.P99:0.#}, max {Ours.Most:0.#} {Unit} (n {Ours.Count}); {Others}target {Target}");

    private string Others => string.Concat(Peers.Select(peer => string.Create(
        CultureInfo.InvariantCulture, $"{peer.Name} p50 {peer.Sample.Median:0.#}, p99 {peer.Sample.P99:0.#} (n {peer.Sample.Count}); ")));

    /// <summary>Our median by that of the best peer; null: there is none, or it is zero.</summary>
    private double? Ratio => Peers.Select(peer => peer.Sample.Median).Where(median => median > 0).DefaultIfEmpty().Min() is > 0 and var best
        ? Math.Round(Ours.Median / best, 2)
        : null;
}
