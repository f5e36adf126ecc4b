using System.Text.Json.Nodes;

namespace LbController.Cli.Output;

/// <summary>What a command has to say.</summary>
internal sealed record Report(params ReportTable[] Tables)
{
    /// <summary>The exit code that goes with it.</summary>
    public int ExitCode { get; init; }

    public JsonObject ToJson() => new(Tables.Select(table => KeyValuePair.Create(table.Name, (JsonNode?)table.ToJson())));
}
