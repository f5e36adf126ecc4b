using System.Text;

namespace LbController.Cli.Tests.Docs;

/// <summary><c>docs/kubectl-lb.md</c> is made from what the program says of itself. <c>UPDATE_GOLDEN=1</c> writes it anew.</summary>
public sealed class CommandDocumentTests
{
    private const string Mark = "<!-- made from --help -->\n";

    private static readonly string[] Commands =
    [
        "status", "check", "explain", "explain service", "explain ip", "explain node", "explain peer", "plan", "validate", "peers", "routes", "drain", "undrain", "migrate check", "replay", "completion",
    ];

    [Fact]
    public async Task The_document_says_what_the_program_says()
    {
        var text = new StringBuilder();
        foreach (var command in Commands)
        {
            var (code, said, _) = await Screen.RunAsync([.. command.Split(' '), "--help"]);
            Assert.Equal(0, code);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## kubectl lb {command}\n\n```\n{said.Trim().Replace("LbController.Cli.Tests ", "kubectl lb ", StringComparison.Ordinal)}\n```\n");
        }

        var file = Path.Combine(Root(), "docs", "kubectl-lb.md");
        var document = File.ReadAllText(file);
        var expected = document[..(document.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)] + text;
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
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
