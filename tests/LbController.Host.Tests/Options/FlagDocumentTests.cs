using System.Diagnostics;
using System.Text;

namespace LbController.Host.Tests.Options;

/// <summary><c>docs/reference/flags.md</c> is made from what the programs say of themselves. <c>UPDATE_GOLDEN=1</c> writes it anew.</summary>
public sealed class FlagDocumentTests
{
    private const string Head = """
        # Flags

        Made from `--help`. Flags may be written with one dash, as for programs in Go. Flags of MetalLB that are not here and mean nothing are taken and named
        once on standard error.

        """;

    [Fact]
    public async Task The_document_says_what_the_programs_say()
    {
        var text = new StringBuilder(Head);
        foreach (var role in new[] { "controller", "speaker" })
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## lb-{role}\n\n```\n{(await HelpAsync(role)).Trim()}\n```\n");
        }

        var file = Path.Combine(Root(), "docs", "reference", "flags.md");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, text.ToString());
        }

        Assert.Equal(text.ToString(), File.ReadAllText(file));
    }

    private static async Task<string> HelpAsync(string role)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "lb-host"), [role, "--help"]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("METALLB_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LbController.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
