using System.Text.Json.Nodes;
using LbController.Interop.Tests.ApiServer;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Cli;

/// <summary>kubectl-lb against the embedded API: alone, and as a plugin of real kubectl.</summary>
[Collection(ApiServerCollection.Name)]
public sealed class KubectlLbTests(ApiServerFixture fixture)
{
    private const string Class = "lb.test/cli";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "kubectl-lb");

    [Fact]
    public async Task Kubectl_runs_it_as_a_plugin()
    {
        var space = await ClusterAsync();
        var path = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        var result = await Tool.TryRunAsync(
            "env",
            [$"PATH={path}", $"KUBECONFIG={fixture.Kubeconfig}", RepositoryTools.Kubectl, "lb", "status", "-n", space, "--lb-class", Class, "-o", "json"],
            ApiServerFixture.Cancel);

        var report = JsonNode.Parse(result.Output)!;
        Assert.Equal(3, result.ExitCode);
        Assert.Equal("blue", (string?)report["pools"]![0]!["pool"]);
        Assert.Contains(report["services"]!.AsArray(), service => (string?)service!["service"] == $"{space}/web");
        Assert.Contains(report["problems"]!.AsArray(), problem => (string?)problem!["reason"] == "NotAdvertised");
    }

    [Fact]
    public async Task A_plan_says_who_gets_and_an_invalid_file_is_3()
    {
        var space = await ClusterAsync();
        var plan = await RunAsync(Service("two"), "plan", "-f", "-", "-n", space, "--lb-class", Class);
        Assert.Equal(0, plan.ExitCode);
        Assert.Matches(@"default/two +gets +- +192\.0\.2\.\d+ +Assigned", plan.Output);

        var invalid = await RunAsync(Pool("red", "192.0.2.1-192.0.2.9"), "validate", "-f", "-", "-n", space);
        Assert.Equal(3, invalid.ExitCode);
        Assert.Contains("of pool 'blue'", invalid.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain", "service", "SPACE/web")]
    [InlineData("explain", "ip", "192.0.2.1")]
    [InlineData("peers")]
    [InlineData("routes")]
    [InlineData("status", "-o", "yaml")]
    public async Task A_look_ends_well_or_with_what_it_found(params string[] arguments)
    {
        var space = await ClusterAsync();
        var result = await RunAsync("", [.. arguments.Select(argument => argument.Replace("SPACE", space, StringComparison.Ordinal)), "-n", space, "--lb-class", Class]);

        Assert.True(result.ExitCode is 0 or 3 && result.Error.Length == 0 && result.Output.Length > 0, $"{result.ExitCode}: {result.Error}");
    }

    [Fact]
    public async Task Drain_annotates_the_node_and_undrain_takes_it_back()
    {
        await fixture.KubectlAsync(["apply", "-f", "-"], "{apiVersion: v1, kind: Node, metadata: {name: drained-node}}");
        Assert.Equal(0, (await RunAsync("", "drain", "drained-node")).ExitCode);
        Assert.NotEmpty(await AnnotationAsync());
        Assert.Equal(0, (await RunAsync("", "undrain", "drained-node")).ExitCode);
        Assert.Empty(await AnnotationAsync());
        await fixture.KubectlAsync("delete", "node", "drained-node");
    }

    [Fact]
    public async Task What_MetalLB_has_left_is_found()
    {
        var space = await ClusterAsync();
        await fixture.KubectlAsync(
            ["apply", "-n", space, "-f", "-"],
            """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: bgpextras}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: controller}, spec: {selector: {matchLabels: {app: m}}, template: {metadata: {labels: {app: m}}, spec: {containers: [{name: c, image: "quay.io/metallb/controller:v0.14.9"}]}}}}
            """);

        var result = await RunAsync("", "migrate", "check", "-n", space, "--lb-class", Class);

        Assert.Equal(3, result.ExitCode);
        Assert.Matches("Deployment controller +DoFirst", result.Output);
        Assert.Matches("ConfigMap bgpextras +NotCarried", result.Output);
    }

    [Theory]
    [InlineData("--kubeconfig", "/nowhere")]
    [InlineData("--context", "nobody")]
    public async Task A_way_to_no_cluster_is_one_line_and_1(string option, string value)
    {
        var result = await Tool.TryRunAsync(Program, option == "--kubeconfig" ? ["status", option, value] : ["status", "--kubeconfig", fixture.Kubeconfig, option, value], ApiServerFixture.Cancel);

        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Error.Trim().Split('\n'));
        Assert.Contains(value, result.Error, StringComparison.Ordinal);
    }

    private Task<string> AnnotationAsync() => fixture.KubectlAsync("get", "node", "drained-node", "-o", "jsonpath={.metadata.annotations.lbcontroller\\.dev/drain}");

    private async Task<string> ClusterAsync()
    {
        var space = await fixture.NamespaceAsync();
        await fixture.KubectlAsync(["apply", "-n", space, "-f", "-"], $"{Pool("blue", "192.0.2.0-192.0.2.99")}\n---\n{Service("web")}");
        return space;
    }

    private Task<ToolResult> RunAsync(string input, params string[] arguments) =>
        Tool.TryRunAsync(Program, [.. arguments, "--kubeconfig", fixture.Kubeconfig], ApiServerFixture.Cancel, input);

    private static string Pool(string name, string addresses) =>
        $$"""{"apiVersion": "metallb.io/v1beta1", "kind": "IPAddressPool", "metadata": {"name": "{{name}}" }, "spec": {"addresses": ["{{addresses}}"] } }""";

    private static string Service(string name) =>
        $$"""{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "{{name}}" }, "spec": {"type": "LoadBalancer", "loadBalancerClass": "{{Class}}", "ports": [{"port": 80}] } }""";
}
