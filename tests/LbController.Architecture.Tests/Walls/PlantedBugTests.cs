using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LbController.Architecture.Tests.Walls;

/// <summary>The mistakes that the simulator plants sit around the reactors; what ships knows nothing of them.</summary>
public sealed class PlantedBugTests
{
    [Theory]
    [InlineData("LbController.Core")]
    [InlineData("LbController.Protocols")]
    [InlineData("LbController.Engine")]
    [InlineData("LbController.Kubernetes")]
    [InlineData("LbController.Linux")]
    [InlineData("lb-host")]
    [InlineData("kubectl-lb")]
    public void What_ships_holds_no_hook(string assembly)
    {
        Assert.Empty(Hooks(assembly));
        Assert.DoesNotContain(UsedTypes.Of(assembly), name => name.StartsWith("LbController.Simulation", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hook_would_be_seen() => Assert.NotEmpty(Hooks("LbController.Simulation"));

    /// <summary>Types and members that have to do with planted bugs, and a door that is open to the simulator.</summary>
    private static List<string> Hooks(string assembly)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var names = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).SelectMany(type => (string[])
        [
            $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}",
            .. type.GetMethods().Select(method => metadata.GetString(metadata.GetMethodDefinition(method).Name)),
            .. type.GetFields().Select(field => metadata.GetString(metadata.GetFieldDefinition(field).Name)),
        ]);
        var friends = metadata.GetAssemblyDefinition().GetCustomAttributes()
            .Select(handle => System.Text.Encoding.UTF8.GetString(metadata.GetBlobBytes(metadata.GetCustomAttribute(handle).Value)));
        return [.. names.Concat(friends).Where(name => name.Contains("Planted", StringComparison.Ordinal) || name.Contains("Tamper", StringComparison.Ordinal) || name.Contains("LbController.Simulation", StringComparison.Ordinal))];
    }
}
