using LbController.Cli.Options;
using LbController.Cli.Output;

namespace LbController.Cli.Tests;

/// <summary>What a report looks like.</summary>
internal static class Screen
{
    public static string Show(Report report, OutputFormat format = OutputFormat.Table, int? width = null, bool hasColours = false)
    {
        using var text = new StringWriter();
        ReportWriter.Write(report, format, new Terminal(TextReader.Null, text, TextWriter.Null, width, hasColours));
        return text.ToString().ReplaceLineEndings("\n");
    }

    public static async Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments) => await RunAsync("", arguments);

    public static async Task<(int Code, string Out, string Error)> RunAsync(string input, string[] arguments)
    {
        using var reader = new StringReader(input);
        using var text = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, new Terminal(reader, text, error, null, false));
        return (code, text.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
