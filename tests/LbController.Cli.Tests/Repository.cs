namespace LbController.Cli.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LbController.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no LbController.sln above the tests");
        }

        return folder.FullName;
    }
}
