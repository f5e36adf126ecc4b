using LbController.Interop.Tests.ApiServer;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Controller;

/// <summary>The status page of the real controller in a real browser.</summary>
[Collection(ApiServerCollection.Name)]
public sealed class StatusPageTests(ApiServerFixture fixture) : IDisposable
{
    private const int Port = 19125;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lb-page-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_browser_draws_pools_and_addresses()
    {
        const string space = "metallb-system";
        await fixture.TryKubectlAsync(["create", "namespace", space]);
        await fixture.KubectlAsync(["apply", "-n", space, "-f", "-"], """
            apiVersion: metallb.io/v1beta1
            kind: IPAddressPool
            metadata: {name: drawn}
            spec: {addresses: [203.0.113.64/30]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {type: LoadBalancer, loadBalancerClass: lb.test/page, ports: [{port: 80}]}
            """);
        await using var controller = ControllerProcess.Start(
            fixture.Kubeconfig, "--lb-class", "lb.test/page", "--webhook-mode", "disabled", "--status-page-port", $"{Port}");
        var page = await Eventually.ValueAsync(
            async () => await DrawAsync() is { } drawn && drawn.Contains("203.0.113.64<", StringComparison.Ordinal) ? drawn : null,
            TimeSpan.FromSeconds(60),
            "the page shows the address",
            ApiServerFixture.Cancel);
        Assert.Contains("drawn", page, StringComparison.Ordinal);
        Assert.Contains($"{space}/web", page, StringComparison.Ordinal);
    }

    /// <summary>The page as a browser has it after three seconds; also as a picture.</summary>
    private async Task<string?> DrawAsync()
    {
        var browser = Programs.FindOnPath("chromium") ?? throw new LabException("chromium is missing: run scripts/install-lab.sh --tests.");
        string[] common = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={folder.FullName}", "--window-size=1100,700", "--timeout=4000"];
        var picture = Environment.GetEnvironmentVariable("STATUS_PAGE_PICTURE") is { Length: > 0 } file ? [$"--screenshot={file}"] : Array.Empty<string>();
        if (picture.Length > 0)
        {
            await Tool.TryRunAsync("timeout", ["30", browser, .. common, .. picture, $"http://127.0.0.1:{Port}/"], ApiServerFixture.Cancel);
        }

        var drawn = await Tool.TryRunAsync("timeout", ["30", browser, .. common, "--dump-dom", $"http://127.0.0.1:{Port}/"], ApiServerFixture.Cancel);
        return drawn.Output.Length > 0 ? drawn.Output : null;
    }
}
