namespace LbController.Cli;

/// <summary>Where the program reads and writes.</summary>
/// <param name="In">Manifests of <c>-f -</c>.</param>
/// <param name="Out">Reports.</param>
/// <param name="Error">What went wrong, one line.</param>
/// <param name="Width">Columns of the terminal; null: <paramref name="Out"/> is none, and lines are never broken.</param>
/// <param name="HasColours">Colours may be used.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, int? Width, bool HasColours)
{
    /// <summary>Colours only on a terminal, and not against the user's will (https://no-color.org).</summary>
    public static Terminal OfProcess()
    {
        var isTerminal = !Console.IsOutputRedirected;
        var isPlain = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Environment.GetEnvironmentVariable("TERM") is "dumb";
        return new Terminal(Console.In, Console.Out, Console.Error, isTerminal ? Math.Max(Console.WindowWidth, 40) : null, isTerminal && !isPlain);
    }
}
