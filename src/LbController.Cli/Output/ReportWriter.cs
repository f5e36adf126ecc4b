using System.Text.Json;
using LbController.Cli.Options;
using LbController.Kubernetes.Manifests;

namespace LbController.Cli.Output;

/// <summary>Writes a report in the form that the user asked for.</summary>
internal static class ReportWriter
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The exit code of the report.</returns>
    public static int Write(Report report, OutputFormat format, Terminal terminal)
    {
        switch (format)
        {
            case OutputFormat.Json:
                terminal.Out.WriteLine(Json(report));
                break;
            case OutputFormat.Yaml:
                terminal.Out.Write(YamlText.Write(report.ToJson()));
                break;
            default:
                new TableWriter(terminal).Write(report);
                break;
        }

        return report.ExitCode;
    }

    private static string Json(Report report)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            report.ToJson().WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
