namespace LbController.Cli.Options;

/// <summary>How a report is written.</summary>
internal enum OutputFormat
{
    Table,
    Json,
    Yaml,
}
