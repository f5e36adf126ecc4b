using System.Net;
using LbController.Core.Config;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Tests.Client;
using LbController.Kubernetes.Writing;

namespace LbController.Kubernetes.Tests.Writing;

public sealed class ConfigurationStateWriterTests
{
    private const string States = "/apis/metallb.io/v1beta1/namespaces/lb/configurationstates";

    private const string Mine =
        """{"name":"speaker-n1","labels":{"metallb.io/component-type":"speaker","metallb.io/node-name":"n1"},"ownerReferences":[{"uid":"uid-x"}]}""";

    private static readonly Command Valid = new Command.WriteConfigurationState(new ConfigurationVerdict([]));
    private static readonly Command Invalid = new Command.WriteConfigurationState(new ConfigurationVerdict(["IPAddressPool a: spec.addresses[0]: bad"]));

    [Fact]
    public async Task What_is_not_there_is_made_with_labels_and_owner_and_then_given_its_status()
    {
        await using var api = Holding(null);
        Assert.Equal(Outcome.Done, await api.RunAsync(Invalid));
        Assert.Equal([$"GET {States}/speaker-n1", $"POST {States}", $"PATCH {States}/speaker-n1/status"], api.Calls);
        var metadata = api.Requests[1].Json.GetProperty("metadata");
        Assert.Equal("speaker", metadata.GetProperty("labels").GetProperty("metallb.io/component-type").GetString());
        Assert.Equal("n1", metadata.GetProperty("labels").GetProperty("metallb.io/node-name").GetString());
        Assert.Equal("uid-x", metadata.GetProperty("ownerReferences")[0].GetProperty("uid").GetString());
        Assert.Equal(
            """{"status":{"result":"Invalid","errorSummary":"IPAddressPool a: spec.addresses[0]: bad","conditions":[{"type":"configReconcilerValid","status":"False","lastTransitionTime":"2030-01-02T03:04:05Z","reason":"ConfigurationError","message":"IPAddressPool a: spec.addresses[0]: bad"}]}}""",
            api.Requests[2].Body);
    }

    [Fact]
    public async Task The_controller_has_its_own_name_and_condition()
    {
        await using var api = Holding(null, new WriterIdentity("metallb-controller", "lb"));
        await api.RunAsync(Valid);
        Assert.Equal($"GET {States}/controller", api.Calls.First());
        Assert.Contains("\"type\":\"poolReconcilerValid\",\"status\":\"True\"", api.Requests[2].Body, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"Reconciled\"", api.Requests[2].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_right_already_is_left_alone()
    {
        await using var api = Holding($$$"""{"metadata":{{{Mine}}},"status":{"result":"Valid","errorSummary":"","conditions":[{"type":"configReconcilerValid","status":"True","reason":"Reconciled","message":"m","lastTransitionTime":"2020-01-01T00:00:00Z"}]}}""");
        Assert.Equal(Outcome.Done, await api.RunAsync(Valid));
        Assert.Equal([$"GET {States}/speaker-n1"], api.Calls);
    }

    [Fact]
    public async Task The_time_of_the_condition_moves_only_with_its_status()
    {
        await using var api = Holding($$$"""{"metadata":{{{Mine}}},"status":{"result":"Invalid","errorSummary":"other","conditions":[{"type":"configReconcilerValid","status":"False","reason":"ConfigurationError","message":"m","lastTransitionTime":"2020-01-01T00:00:00Z"}]}}""");
        await api.RunAsync(Invalid);
        Assert.Contains("2020-01-01T00:00:00Z", api.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_object_of_an_earlier_Pod_is_taken_over()
    {
        await using var api = Holding($$"""{"metadata":{{Mine.Replace("uid-x", "uid-old", StringComparison.Ordinal)}}}""");
        await api.RunAsync(Valid);
        Assert.Equal([$"GET {States}/speaker-n1", $"PATCH {States}/speaker-n1", $"PATCH {States}/speaker-n1/status"], api.Calls);
        Assert.Contains("\"uid\":\"uid-x\"", api.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_fails_is_reported()
    {
        await using var api = new WritingApi(_ => ScriptedApi.Json("{}", HttpStatusCode.Forbidden));
        Assert.Equal(OutcomeKind.Refused, (await api.RunAsync(Valid)).Kind);
    }

    private static WritingApi Holding(string? found, WriterIdentity? identity = null) => new(
        request => request.Method switch
        {
            "GET" => found is null ? ScriptedApi.Json("{}", HttpStatusCode.NotFound) : ScriptedApi.Json(found),
            "POST" => ScriptedApi.Json("{}", HttpStatusCode.Created),
            _ => ScriptedApi.Json("{}"),
        },
        identity);
}
