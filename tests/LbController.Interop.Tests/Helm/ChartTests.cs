using LbController.Interop.Tests.ApiServer;
using LbController.Lab.Processes;
using YamlDotNet.RepresentationModel;

namespace LbController.Interop.Tests.Helm;

/// <summary>The chart by real helm: linted, rendered, installed, upgraded and taken away.</summary>
[Collection(ApiServerCollection.Name)]
public sealed class ChartTests(ApiServerFixture fixture)
{
    private static readonly string Chart = Path.Combine(Programs.Root, "charts", "lb-controller");

    [Fact]
    public async Task The_chart_passes_the_linter() =>
        Assert.Contains("0 chart(s) failed", await fixture.HelmAsync("lint", "--strict", Chart), StringComparison.Ordinal);

    [Fact]
    public void The_chart_carries_the_CRDs_as_they_are()
    {
        var own = Directory.GetFiles(Programs.Crds).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(10, own.Count);
        Assert.Equal(own.Select(Path.GetFileName), Directory.GetFiles(Path.Combine(Chart, "crds")).Order(StringComparer.Ordinal).Select(Path.GetFileName));
        Assert.All(own, file => Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(Chart, "crds", Path.GetFileName(file)))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("loadBalancerClass=example.com/lb,speaker.ignoreExcludeLB=true,speaker.memberlist.mlBindAddrOverride=10.0.0.1,controller.logLevel=debug")]
    [InlineData("speaker.memberlist.enabled=false,speaker.excludeInterfaces.enabled=false,controller.webhookMode=onlywebhook")]
    [InlineData("prometheus.secureMetrics=false,tls.minVersion=VersionTLS12,controller.webhookMode=disabled")]
    public async Task The_programs_take_every_argument_and_variable_that_the_chart_gives_them(string values)
    {
        var rendered = await fixture.HelmAsync(values.Length == 0 ? ["template", "lb", Chart] : ["template", "lb", Chart, "--set", values]);
        var containers = Containers(rendered).ToList();
        Assert.Equal(["controller", "speaker"], containers.Select(container => container.Arguments[0]).Order(StringComparer.Ordinal));
        foreach (var (arguments, variables) in containers)
        {
            // A kubeconfig that is not there ends the program after its command line was taken in: 1, not the 2 of wrong usage.
            var command = variables.Select(pair => $"{pair.Key}={pair.Value}").Concat(Programs.Daemon(arguments[0]).Take(1)).Concat(arguments);
            var result = await Tool.TryRunAsync("env", [.. command, "--kubeconfig", "/nonexistent"], ApiServerFixture.Cancel);
            Assert.True(result.ExitCode == 1 && result.Error.Contains("/nonexistent", StringComparison.Ordinal), $"{result.ExitCode}: {result.Error}");
        }
    }

    [Fact]
    public async Task The_chart_is_installed_upgraded_rolled_back_and_taken_away_and_keeps_the_speakers_key()
    {
        var space = await fixture.NamespaceAsync();
        Assert.Contains("STATUS: deployed", await fixture.HelmAsync("install", "lb", Chart, "-n", space), StringComparison.Ordinal);
        Assert.Contains("speaker", await fixture.KubectlAsync("get", "daemonset", "-n", space), StringComparison.Ordinal);
        Assert.Contains("controller", await fixture.KubectlAsync("get", "deployment", "-n", space), StringComparison.Ordinal);
        var secret = await SecretAsync(space);
        Assert.True(Convert.FromBase64String(secret).Length >= 32);
        Assert.Contains("REVISION: 2", await fixture.HelmAsync("upgrade", "lb", Chart, "-n", space, "--set", "controller.logLevel=debug"), StringComparison.Ordinal);
        Assert.Contains("--log-level=debug", await fixture.KubectlAsync("get", "deployment", "-n", space, "-o", "yaml"), StringComparison.Ordinal);
        Assert.Equal(secret, await SecretAsync(space));
        await fixture.HelmAsync("rollback", "lb", "1", "-n", space);
        Assert.Contains("--log-level=info", await fixture.KubectlAsync("get", "deployment", "-n", space, "-o", "yaml"), StringComparison.Ordinal);
        Assert.Equal(secret, await SecretAsync(space));
        await fixture.HelmAsync("uninstall", "lb", "-n", space);
        Assert.Empty(await fixture.KubectlAsync("get", "daemonset,deployment,secret,service,role,networkpolicy", "-n", space, "-o", "name"));
    }

    [Fact]
    public async Task A_namespace_in_which_no_speaker_could_start_is_refused_with_the_mend()
    {
        var space = await fixture.NamespaceAsync();
        await fixture.KubectlAsync("label", "namespace", space, "pod-security.kubernetes.io/enforce=baseline");
        var refused = await Tool.TryRunAsync(RepositoryTools.Helm, ["--kubeconfig", fixture.Kubeconfig, "install", "lb", Chart, "-n", space], ApiServerFixture.Cancel);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains($"kubectl label --overwrite namespace {space} pod-security.kubernetes.io/enforce=privileged", refused.Error, StringComparison.Ordinal);
    }

    private Task<string> SecretAsync(string space) =>
        fixture.KubectlAsync("get", "secret", "-n", space, "-o", "jsonpath={.items[?(@.type==\"Opaque\")].data.secretkey}");

    private static IEnumerable<(IReadOnlyList<string> Arguments, Dictionary<string, string> Variables)> Containers(string rendered)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(rendered));
        foreach (var root in stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>())
        {
            if (root["kind"].ToString() is "Deployment" or "DaemonSet")
            {
                var container = root["spec"]["template"]["spec"]["containers"][0];
                var variables = ((YamlSequenceNode)container["env"]).ToDictionary(
                    entry => entry["name"].ToString(),
                    entry => ((YamlMappingNode)entry).Children.TryGetValue("value", out var value) ? value.ToString() : "from-the-pod",
                    StringComparer.Ordinal);
                yield return ([.. ((YamlSequenceNode)container["args"]).Select(argument => argument.ToString())], variables);
            }
        }
    }
}
