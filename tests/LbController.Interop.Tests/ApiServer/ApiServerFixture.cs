using System.Diagnostics;
using LbController.Lab.Cluster;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.ApiServer;

/// <summary>The embedded API as its own process, for all tests of the collection; each test uses a namespace of its own.</summary>
public sealed class ApiServerFixture : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lb-api-");
    private Process process = null!;
    private int namespaces;

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal ClusterApi Api { get; private set; } = null!;

    internal string Kubeconfig => Path.Combine(folder.FullName, "kubeconfig");

    public async ValueTask InitializeAsync()
    {
        process = Start(Kubeconfig, "--crds", Programs.Crds);
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Cancel));
        Api = ClusterApi.FromKubeconfig(Kubeconfig);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    internal static Process Start(string kubeconfig, params string[] arguments) => Process.Start(new ProcessStartInfo(
        Programs.Lab,
        ["apiserver", "--listen", "127.0.0.1:0", "--kubeconfig", kubeconfig, .. arguments])
    { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;

    internal async Task<string> NamespaceAsync()
    {
        var name = $"t{Interlocked.Increment(ref namespaces)}";
        await KubectlAsync("create", "namespace", name);
        return name;
    }

    internal Task<string> KubectlAsync(params string[] arguments) => KubectlAsync(arguments, null);

    internal Task<string> KubectlAsync(string[] arguments, string? input) =>
        Tool.RunAsync(RepositoryTools.Kubectl, ["--kubeconfig", Kubeconfig, .. arguments], Cancel, input);

    internal Task<ToolResult> TryKubectlAsync(string[] arguments, string? input = null) =>
        Tool.TryRunAsync(RepositoryTools.Kubectl, ["--kubeconfig", Kubeconfig, .. arguments], Cancel, input);

    internal Task<string> HelmAsync(params string[] arguments) => Tool.RunAsync(RepositoryTools.Helm, ["--kubeconfig", Kubeconfig, .. arguments], Cancel);
}
