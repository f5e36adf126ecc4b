using System.Text.Json.Nodes;
using LbController.Lab.Processes;
using static LbController.Interop.Tests.Lab.LabFixture;

namespace LbController.Interop.Tests.Lab;

/// <summary>One right is taken from the chart's roles: the program's log and its ConfigurationState name it, until it is given back.</summary>
[Collection(LabCollection.Name)]
public sealed class MissingRightsTests(LabFixture fixture)
{
    private const string Roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/metallb-system/roles";

    /// <summary>What is denied here on purpose.</summary>
    public static readonly string[] Taken = ["bfdprofiles", "ipaddresspools/status"];

    [Theory]
    [InlineData("speaker", "speaker-n1", "speaker-n1", "bfdprofiles", "list", "bfdprofiles.metallb.io")]
    [InlineData("controller", "controller", "controller", "ipaddresspools/status", "patch", "ipaddresspools.metallb.io/status")]
    public async Task A_right_that_is_missing_is_named_in_the_log_and_in_the_ConfigurationState(string role, string alias, string state, string resource, string verb, string subject)
    {
        var path = $"{Roles}/lb-controller-{role}";
        var whole = (await fixture.Lab.Api.GetAsync(path, Cancel))!["rules"]!;
        await fixture.Lab.Api.MergeAsync(path, new JsonObject { ["rules"] = Without(whole, resource) }, Cancel);
        try
        {
            await fixture.Lab.Chart.KillAsync(alias, Cancel);
            await fixture.ApplyAsync("""
                apiVersion: v1
                kind: Service
                metadata: {name: counted}
                spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
                """);
            await SaysAsync(state, summary => summary.Contains($"missing right: verb '{verb}', resource '{subject}'", StringComparison.Ordinal));
            Assert.Contains(await File.ReadAllLinesAsync(Path.Combine(fixture.Lab.Record.Folder, alias + ".log"), Cancel), line =>
                line.Contains("\"EventId\":221", StringComparison.Ordinal) && line.Contains($"verb \\u0027{verb}\\u0027, resource \\u0027{subject}\\u0027", StringComparison.Ordinal));
        }
        finally
        {
            await fixture.Lab.Api.MergeAsync(path, new JsonObject { ["rules"] = whole.DeepClone() }, Cancel);
            await fixture.KubectlAsync("delete", "service", "counted", "--ignore-not-found");
            await fixture.Lab.Chart.KillAsync(alias, Cancel);
        }

        await SaysAsync(state, summary => !summary.Contains("missing right", StringComparison.Ordinal));
        await fixture.Lab.Chart.ReadyAsync(Cancel);
    }

    private static JsonArray Without(JsonNode rules, string resource)
    {
        var left = rules.DeepClone().AsArray();
        foreach (var resources in left.Select(rule => rule!["resources"]).OfType<JsonArray>())
        {
            resources.RemoveAll(item => (string?)item == resource);
        }

        return left;
    }

    private Task SaysAsync(string state, Func<string, bool> holds) => Eventually.TrueAsync(
        async () => (string?)(await fixture.Lab.Api.GetAsync($"/apis/metallb.io/v1beta1/namespaces/metallb-system/configurationstates/{state}", Cancel))?["status"]?["errorSummary"] is { } summary && holds(summary),
        TimeSpan.FromSeconds(40),
        $"ConfigurationState {state} says it",
        Cancel);
}
