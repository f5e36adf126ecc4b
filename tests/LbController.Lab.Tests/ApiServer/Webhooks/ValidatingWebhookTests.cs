using System.Net;

namespace LbController.Lab.Tests.ApiServer.Webhooks;

public sealed class ValidatingWebhookTests : IAsyncLifetime
{
    private const string Hooks = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    private const string Pools = $"/apis/metallb.io/v1beta1/namespaces/{RunningApi.Space}/ipaddresspools";

    private RunningApi api = null!;
    private AskedWebhook hook = null!;

    public async ValueTask InitializeAsync()
    {
        api = await RunningApi.StartAsync();
        hook = await AskedWebhook.StartAsync(api);
    }

    public async ValueTask DisposeAsync()
    {
        await hook.DisposeAsync();
        await api.DisposeAsync();
    }

    [Fact]
    public async Task What_the_webhook_refuses_is_not_written_and_the_client_hears_why()
    {
        await ConfigureAsync();
        hook.Answer = _ => """{"allowed":false,"warnings":["look out"],"status":{"code":422,"reason":"Invalid","message":"not that one"}}""";

        var answer = await api.CreateAsync(Pool("blue"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Code);
        Assert.Equal("admission webhook \"pools.example.com\" denied the request: not that one", (string)answer.Body["message"]!);
        Assert.Equal(["299 - \"look out\""], answer.Warnings);
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Get, Pools + "/blue")).Code);
    }

    [Fact]
    public async Task What_it_lets_through_is_written_with_its_warnings()
    {
        await ConfigureAsync();
        hook.Answer = _ => """{"allowed":true,"warnings":["3 Services move"]}""";

        var answer = await api.CreateAsync(Pool("blue"));
        Assert.Equal(HttpStatusCode.Created, answer.Code);
        Assert.Equal(["299 - \"3 Services move\""], answer.Warnings);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Get, Pools + "/blue")).Code);
    }

    [Fact]
    public async Task It_sees_the_object_before_and_after_with_defaults_and_the_operation()
    {
        await ConfigureAsync();
        await api.CreateAsync(Pool("blue"));
        await api.SendAsync(HttpMethod.Patch, Pools + "/blue", """{"spec":{"autoAssign":false}}""", "application/merge-patch+json");
        await api.SendAsync(HttpMethod.Delete, Pools + "/blue");

        Assert.Equal(["CREATE", "UPDATE", "DELETE"], hook.Reviews.Select(review => (string)review["request"]!["operation"]!));
        Assert.Null(hook.Reviews[0]["request"]!["oldObject"]);
        Assert.True((bool)hook.Reviews[1]["request"]!["oldObject"]!["spec"]!["autoAssign"]!);
        Assert.False((bool)hook.Reviews[1]["request"]!["object"]!["spec"]!["autoAssign"]!);
        Assert.Null(hook.Reviews[2]["request"]!["object"]);
        Assert.Equal("blue", (string)hook.Reviews[2]["request"]!["name"]!);
    }

    [Fact]
    public async Task A_trial_is_told_as_one()
    {
        await ConfigureAsync();
        await api.CreateAsync(Pool("blue"), "?dryRun=All");
        Assert.True((bool)Assert.Single(hook.Reviews)["request"]!["dryRun"]!);
    }

    [Fact]
    public async Task Other_kinds_and_the_status_are_none_of_its_business()
    {
        await ConfigureAsync();
        await api.CreateAsync(Pool("blue"));
        hook.Reviews.Clear();
        await api.SendAsync(HttpMethod.Patch, Pools + "/blue/status", """{"status":{"assignedIPv4":1}}""", "application/merge-patch+json");
        await api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{RunningApi.Space}/configmaps", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: any}");
        Assert.Empty(hook.Reviews);
    }

    [Theory]
    [InlineData("objectSelector: {matchLabels: {judge: me}}")]
    [InlineData("namespaceSelector: {matchExpressions: [{key: judge, operator: Exists}]}")]
    public async Task A_selector_that_does_not_match_keeps_it_out(string selector)
    {
        await ConfigureAsync(selector);
        await api.CreateAsync(Pool("blue"));
        Assert.Empty(hook.Reviews);
    }

    [Theory]
    [InlineData("failurePolicy: Ignore", HttpStatusCode.Created)]
    [InlineData("failurePolicy: Fail", HttpStatusCode.InternalServerError)]
    [InlineData("", HttpStatusCode.InternalServerError)]
    public async Task Whether_a_webhook_that_cannot_be_trusted_stops_the_write_says_its_failurePolicy(string policy, HttpStatusCode expected)
    {
        await using var other = await RunningApi.StartAsync();
        await using var stranger = await AskedWebhook.StartAsync(other);
        await ConfigureAsync(policy, bundle: stranger.Bundle);

        Assert.Equal(expected, (await api.CreateAsync(Pool("blue"))).Code);
        Assert.Empty(hook.Reviews);
    }

    [Fact]
    public async Task An_answer_with_another_uid_is_a_failure()
    {
        await ConfigureAsync();
        hook.Answer = review =>
        {
            review["request"]!["uid"] = "other";
            return """{"allowed":true}""";
        };
        Assert.Contains("uid of the request", (string)(await api.CreateAsync(Pool("blue"))).Body["message"]!, StringComparison.Ordinal);
    }

    private async Task ConfigureAsync(string more = "", string? bundle = null)
    {
        var made = await api.SendAsync(HttpMethod.Post, Hooks, hook.Configuration(more, bundle));
        Assert.Equal(HttpStatusCode.Created, made.Code);
    }

    private static string Pool(string name) => $$"""
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: {{name}}}
        spec: {addresses: [192.0.2.0/24]}
        """;
}
