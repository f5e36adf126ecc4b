using System.CommandLine;
using LbController.Kubernetes.Manifests;

namespace LbController.Cli.Commands;

/// <summary>The files that a command is about.</summary>
internal static class FileOption
{
    public static Option<string[]> Create() => new("--filename", "-f")
    {
        Description = "A file or directory of manifests, or - for the standard input; may be given several times.",
        HelpName = "FILE",
        Required = true,
    };

    /// <exception cref="ManifestException">One cannot be read, or an object in it.</exception>
    public static IReadOnlyList<ManifestObject> Read(IEnumerable<string> files, Terminal terminal, string @namespace)
    {
        var objects = ReadLeniently(files, terminal, @namespace);
        return objects.FirstOrDefault(item => !item.Errors.IsEmpty) is { } bad ? throw new ManifestException(bad.File, bad.Line, string.Join("; ", bad.Errors)) : objects;
    }

    /// <summary>The same, but what cannot be read of an object is told in it.</summary>
    /// <exception cref="ManifestException">A file cannot be read.</exception>
    public static IReadOnlyList<ManifestObject> ReadLeniently(IEnumerable<string> files, Terminal terminal, string @namespace) =>
        [.. files.SelectMany(file => ManifestReader.ReadAll(file, terminal.In, @namespace))];
}
