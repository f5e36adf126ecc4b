namespace LbController.Architecture.Tests;

/// <summary>The checkout that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Sources { get; } =
        [.. Files("src", "*.cs").Concat(Files("tests", "*.cs"))];

    public static IReadOnlyList<string> Projects { get; } = [.. Files("src", "*.csproj").Concat(Files("tests", "*.csproj"))];

    /// <summary>Files below a folder, without what builds have made.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>The path as a reader would write it.</summary>
    public static string Short(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LbController.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests read the sources: run them from inside a checkout.");
    }
}
