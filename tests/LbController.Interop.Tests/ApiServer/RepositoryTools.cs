using LbController.Lab.Processes;

namespace LbController.Interop.Tests.ApiServer;

/// <summary>The real clients that the repository's script has fetched; without them the tests fail.</summary>
internal static class RepositoryTools
{
    public static string Kubectl => Find("kubectl");

    public static string Helm => Find("helm");

    private static string Find(string name)
    {
        var path = Path.Combine(Programs.Root, "artifacts", "tools", "bin", name);
        return File.Exists(path) ? path : throw new LabException($"{path} is missing: run scripts/install-kubectl-helm.sh.");
    }
}
