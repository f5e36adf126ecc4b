using System.Text.Json.Nodes;

namespace LbController.Cli.Output;

/// <summary>Rows of one kind: a table for people, a list of objects for programs.</summary>
/// <param name="Name">The field of the list in JSON and YAML, such as <c>pools</c>.</param>
/// <param name="Fields">The names of the cells in camel case, in their order.</param>
internal sealed record ReportTable(string Name, params string[] Fields)
{
    private readonly List<JsonNode?[]> rows = [];

    public IReadOnlyList<JsonNode?[]> Rows => rows;

    /// <summary>What a table shows instead of no rows.</summary>
    public string WhenEmpty { get; init; } = "none";

    /// <summary>Rows that a table shows at most; programs get all.</summary>
    public int MostShown { get; init; } = int.MaxValue;

    /// <summary>The rows are news of something bad.</summary>
    public bool IsBad { get; init; }

    public void Add(params JsonNode?[] cells) => rows.Add(cells);

    /// <summary>A cell that is a list.</summary>
    public static JsonArray List<T>(IEnumerable<T> items) => new([.. items.Select(item => (JsonNode?)JsonValue.Create(item?.ToString()))]);

    public JsonArray ToJson() => new([.. rows.Select(row => (JsonNode)new JsonObject(Fields.Zip(row, (field, cell) => KeyValuePair.Create(field, cell?.DeepClone()))))]);
}
