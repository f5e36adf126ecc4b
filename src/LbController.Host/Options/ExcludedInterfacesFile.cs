using LbController.Core.Config;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LbController.Host.Options;

/// <summary>Reads which interfaces never announce: a mounted ConfigMap (<c>metallb-excludel2</c>) as in MetalLB, read once at the start.</summary>
internal static class ExcludedInterfacesFile
{
    public const string DefaultPath = "/etc/metallb/excludel2.yaml";

    private const string Key = "announcedInterfacesToExclude";

    /// <param name="path">YAML with a list of regular expressions under <c>announcedInterfacesToExclude</c>. No such file: the built-in list holds.</param>
    /// <exception cref="IOException">The file cannot be read or is not of this form.</exception>
    public static InterfaceExclusion Read(string path)
    {
        if (!File.Exists(path))
        {
            return InterfaceExclusion.Default;
        }

        return InterfaceExclusion.TryParse(Patterns(path), out var exclusion, out var error) ? exclusion : throw new IOException($"{path}: {Key}: {error}");
    }

    private static List<string> Patterns(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            var root = yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode as YamlMappingNode;
            return root is not null && root.Children.TryGetValue(new YamlScalarNode(Key), out var value) && value is YamlSequenceNode list && list.Children.All(entry => entry is YamlScalarNode)
                ? [.. list.Children.Cast<YamlScalarNode>().Select(entry => entry.Value ?? "")]
                : throw new IOException($"{path}: expected a list of regular expressions under {Key}");
        }
        catch (YamlException wrong)
        {
            throw new IOException($"{path}: {wrong.Message}", wrong);
        }
    }
}
