using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.ApiServer;

/// <summary><c>lb-lab apiserver</c> as a program: how it starts, ends and keeps, and what its watches promise.</summary>
[Collection(ApiServerCollection.Name)]
public sealed class ApiServerProgramTests(ApiServerFixture fixture) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lb-api-");

    private static CancellationToken Cancel => ApiServerFixture.Cancel;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Objects_survive_a_restart_with_a_data_folder()
    {
        var data = folder.CreateSubdirectory("data").FullName;
        var kubeconfig = Path.Combine(folder.FullName, "kubeconfig");
        await RunUntilTermAsync(kubeconfig, data, "create", "configmap", "kept", "--from-literal=a=b");
        Assert.Equal("b", await RunUntilTermAsync(kubeconfig, data, "get", "configmap", "kept", "-o", "jsonpath={.data.a}"));
    }

    [Fact]
    public async Task A_busy_port_is_told_and_is_exit_code_1()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;
        var result = await LabAsync("apiserver", "--listen", $"127.0.0.1:{port}", "--kubeconfig", Path.Combine(folder.FullName, "k"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"cannot listen on 127.0.0.1:{port}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_told_and_is_exit_code_1()
    {
        var result = await LabAsync("apiserver", "--listen", "192.0.2.1:6443", "--kubeconfig", Path.Combine(folder.FullName, "k"));
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("lb-lab apiserver: cannot listen on 192.0.2.1:6443", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_is_not_YAML_is_told_with_its_file()
    {
        var file = Path.Combine(folder.FullName, "wrong.yaml");
        await File.WriteAllTextAsync(file, "a: b: c", Cancel);
        var result = await LabAsync("apiserver", "--listen", "127.0.0.1:0", "--kubeconfig", Path.Combine(folder.FullName, "k"), "--crds", folder.FullName);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(file + ", line 1", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_CRDs_that_is_not_there_is_told_and_is_exit_code_1()
    {
        var result = await LabAsync("apiserver", "--listen", "127.0.0.1:0", "--kubeconfig", Path.Combine(folder.FullName, "k"), "--crds", "/nonexistent");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("/nonexistent", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_is_exit_code_2() => Assert.Equal(2, (await LabAsync("apiserver", "--listen", "nowhere")).ExitCode);

    [Fact]
    public async Task A_watch_ends_at_its_time_and_a_bookmark_comes_before()
    {
        using var http = Http();
        var version = (string)(await http.GetFromJsonAsync<JsonNode>("/api/v1/namespaces", Cancel))!["metadata"]!["resourceVersion"]!;
        var watch = Stopwatch.StartNew();
        var text = await http.GetStringAsync($"/api/v1/secrets?watch=true&allowWatchBookmarks=true&timeoutSeconds=2&resourceVersion={version}", Cancel);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.Contains("BOOKMARK", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_goes_on_page_by_page_at_one_version()
    {
        var space = await fixture.NamespaceAsync();
        foreach (var name in new[] { "a", "b", "c" })
        {
            await fixture.KubectlAsync("create", "configmap", name, "-n", space);
        }

        using var http = Http();
        var path = $"/api/v1/namespaces/{space}/configmaps?limit=2";
        var first = (await http.GetFromJsonAsync<JsonNode>(path, Cancel))!;
        await fixture.KubectlAsync("create", "configmap", "d", "-n", space);
        var second = (await http.GetFromJsonAsync<JsonNode>($"{path}&continue={Uri.EscapeDataString((string)first["metadata"]!["continue"]!)}", Cancel))!;
        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal("c", Names(second)[0]);
        Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)second["metadata"]!["resourceVersion"]);
    }

    private HttpClient Http() => new() { BaseAddress = new Uri(Lab.KubeconfigServer(fixture.Kubeconfig)) };

    private static string[] Names(JsonNode list) => [.. list["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!)];

    private static Task<ToolResult> LabAsync(params string[] arguments) => Tool.TryRunAsync(Programs.Lab, arguments, Cancel);

    private static async Task<string> RunUntilTermAsync(string kubeconfig, string data, params string[] kubectl)
    {
        using var process = ApiServerFixture.Start(kubeconfig, "--data", data);
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Cancel));
        var output = await Tool.RunAsync(RepositoryTools.Kubectl, ["--kubeconfig", kubeconfig, .. kubectl], Cancel);
        await Tool.RunAsync("kill", ["-TERM", $"{process.Id}"], Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static class Lab
    {
        public static string KubeconfigServer(string file) => LbController.Lab.Cluster.KubeconfigFile.ServerOf(File.ReadAllText(file));
    }
}
