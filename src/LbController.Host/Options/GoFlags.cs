using System.CommandLine;

namespace LbController.Host.Options;

/// <summary>Programs in Go take <c>-port=1</c> for <c>--port=1</c>, and manifests are written so.</summary>
internal static class GoFlags
{
    /// <summary>The same arguments with two dashes before every long name that the program has.</summary>
    public static string[] Normalize(Command root, IEnumerable<string> arguments)
    {
        var known = root.Subcommands.SelectMany(command => command.Options).Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        return [.. arguments.Select(argument => known.Contains($"-{argument.Split('=', 2)[0]}") ? $"-{argument}" : argument)];
    }
}
