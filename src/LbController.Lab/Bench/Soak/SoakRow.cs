using System.Globalization;
using System.Text.Json.Nodes;

namespace LbController.Lab.Bench.Soak;

/// <summary>What one kind of trouble did in its time.</summary>
/// <param name="Trouble">For people.</param>
/// <param name="Lasted">How long it was there.</param>
/// <param name="Changes">Changes of owners, by why; there should be none.</param>
/// <param name="Lost">Probes that got no answer, whatever the cause.</param>
/// <param name="Sent">Probes sent.</param>
internal sealed record SoakRow(string Trouble, TimeSpan Lasted, IReadOnlyDictionary<string, long> Changes, int Lost, int Sent)
{
    public bool IsMet => Changes.Count == 0;

    public JsonObject ToJson() => new()
    {
        ["trouble"] = Trouble,
        ["seconds"] = Math.Round(Lasted.TotalSeconds),
        ["changes"] = new JsonObject(Changes.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["probesLost"] = Lost,
        ["probesSent"] = Sent,
        ["met"] = IsMet,
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsMet ? "met " : "NOT ")} {Trouble}, {Lasted.TotalSeconds:0} s: {(IsMet ? "no owner changed" : string.Join(", ", Changes.Select(pair => $"{pair.Key} {pair.Value}")))}; {Lost} of {Sent} probes lost");
}
