using System.CommandLine;

namespace LbController.Host.Options;

/// <summary>
/// Flags of MetalLB that mean nothing here. They are taken, so that a Deployment that moves over starts, and each is named once on
/// standard error.
/// </summary>
internal static class ForeignFlags
{
    private static readonly string[] Common =
        ["--pprof-bind-address", "--tls-cipher-suites", "--tls-curve-preferences"];

    public static readonly IReadOnlyList<string> Controller =
        [.. Common, "--ml-secret-name", "--deployment", "--webhook-http2"];

    public static readonly IReadOnlyList<string> Speaker =
        [.. Common, "--ml-labels", "--ml-wan-config", "--bgp-debounce-timeout", "--frrk8s-namespace", "--frrk8s-secret-passthrough", "--host"];

    /// <summary>To be called last: a flag that the command has as its own is left alone.</summary>
    public static void AddTo(Command command, IReadOnlyList<string> flags)
    {
        foreach (var flag in flags.Where(flag => command.Options.All(known => known.Name != flag)))
        {
            // With and without a value: some of them are switches.
            command.Options.Add(new ForeignFlag(flag));
        }
    }

    /// <summary>Says which of the flags given have no effect.</summary>
    public static void Tell(ParseResult parsed, TextWriter to)
    {
        foreach (var flag in parsed.CommandResult.Command.Options.OfType<ForeignFlag>().Where(flag => parsed.GetResult(flag) is not null))
        {
            to.WriteLine($"{flag.Name} has no effect here.");
        }
    }
}
