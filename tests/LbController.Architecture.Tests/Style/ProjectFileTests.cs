using System.Xml.Linq;

namespace LbController.Architecture.Tests.Style;

/// <summary>One place for versions, one solution for all projects.</summary>
public sealed class ProjectFileTests
{
    [Fact]
    public void Versions_of_packages_stand_in_one_place() =>
        Assert.DoesNotContain(Repository.Projects, file => XDocument.Load(file).Descendants("PackageReference").Any(package => package.Attribute("Version") is not null));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "LbController.sln")).Replace('\\', '/');
        Assert.NotEmpty(Repository.Projects);
        Assert.All(Repository.Projects, file => Assert.Contains(Repository.Short(file), solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_package_that_has_a_version_is_used()
    {
        var used = Repository.Projects
            .Append(Path.Combine(Repository.Root, "Directory.Build.props"))
            .SelectMany(file => XDocument.Load(file).Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value))
            .ToHashSet(StringComparer.Ordinal);
        var pinned = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value);
        Assert.DoesNotContain(pinned, package => !used.Contains(package));
    }
}
