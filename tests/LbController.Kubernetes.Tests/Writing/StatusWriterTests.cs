using System.Net;
using System.Text.Json.Nodes;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Tests.Client;

namespace LbController.Kubernetes.Tests.Writing;

public sealed class StatusWriterTests
{
    [Fact]
    public async Task Addresses_pool_and_condition_of_a_Service_go_out_in_one_patch_of_that_version()
    {
        await using var api = new WritingApi(_ => ScriptedApi.Json("{}"));

        var outcome = await api.RunAsync(WritingApi.Status("web", "192.0.2.1", "2001:db8::1") with
        {
            Condition = new ServiceCondition("True", "Assigned", "all is well", 7),
            IsTransition = true,
        });

        Assert.Equal(Outcome.Done, outcome);
        var request = Assert.Single(api.Requests);
        Assert.Equal("PATCH /api/v1/namespaces/shop/services/web/status", $"{request.Method} {request.Path}");
        Assert.Equal("application/strategic-merge-patch+json", request.ContentType);
        AssertJson(
            """
            {"metadata":{"resourceVersion":"41","annotations":{"metallb.io/ip-allocated-from-pool":"pool-a","metallb.universe.tf/ip-allocated-from-pool":null}},
             "status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1","ipMode":"VIP"},{"ip":"2001:db8::1","ipMode":"VIP"}]},
                       "conditions":[{"type":"lbcontroller.dev/AddressAssigned","status":"True","reason":"Assigned","message":"all is well",
                                      "observedGeneration":7,"lastTransitionTime":"2030-01-02T03:04:05Z"}]}}
            """,
            request.Body);
    }

    [Fact]
    public async Task Without_a_transition_the_time_of_the_last_one_is_left_alone()
    {
        await using var api = new WritingApi(_ => ScriptedApi.Json("{}"));

        await api.RunAsync(WritingApi.Status("web", "192.0.2.1") with { Condition = new ServiceCondition("True", "Assigned", "", 0) });

        Assert.DoesNotContain("lastTransitionTime", Assert.Single(api.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_addresses_and_no_condition_clear_all_three_fields()
    {
        await using var api = new WritingApi(_ => ScriptedApi.Json("{}"));

        await api.RunAsync(WritingApi.Status("web"));

        AssertJson(
            """
            {"metadata":{"resourceVersion":"41","annotations":{"metallb.io/ip-allocated-from-pool":null,"metallb.universe.tf/ip-allocated-from-pool":null}},
             "status":{"loadBalancer":{"ingress":null},"conditions":[{"type":"lbcontroller.dev/AddressAssigned","$patch":"delete"}]}}
            """,
            Assert.Single(api.Requests).Body);
    }

    [Fact]
    public async Task The_counters_of_a_pool_go_to_its_status()
    {
        await using var api = new WritingApi(_ => ScriptedApi.Json("{}"));

        await api.RunAsync(new Command.WritePoolStatus(new ObjectKey("lb", "pool-a"), new PoolCounters(1, 2, 3, long.MaxValue)));

        var request = Assert.Single(api.Requests);
        Assert.Equal("/apis/metallb.io/v1beta1/namespaces/lb/ipaddresspools/pool-a/status", request.Path);
        AssertJson(
            """{"status":{"assignedIPv4":1,"assignedIPv6":2,"availableIPv4":3,"availableIPv6":9223372036854775807}}""",
            request.Body);
    }

    [Theory]
    [InlineData(HttpStatusCode.Conflict, OutcomeKind.Conflict)]
    [InlineData(HttpStatusCode.NotFound, OutcomeKind.NotFound)]
    [InlineData(HttpStatusCode.Forbidden, OutcomeKind.Refused)]
    [InlineData(HttpStatusCode.UnprocessableEntity, OutcomeKind.Refused)]
    [InlineData(HttpStatusCode.Unauthorized, OutcomeKind.Failed)]
    [InlineData(HttpStatusCode.TooManyRequests, OutcomeKind.Failed)]
    [InlineData(HttpStatusCode.InternalServerError, OutcomeKind.Failed)]
    public async Task A_refusal_has_its_kind_and_the_words_of_the_server(HttpStatusCode status, OutcomeKind expected)
    {
        await using var api = new WritingApi(_ => ScriptedApi.Failure(status, "the words"));

        var outcome = await api.RunAsync(WritingApi.Status("web", "192.0.2.1"));

        Assert.Equal(expected, outcome.Kind);
        Assert.Contains("the words", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_out_of_reach_is_an_outcome_and_no_exception()
    {
        await using var api = new WritingApi(FailingTransport);

        var outcome = await api.RunAsync(WritingApi.Status("web", "192.0.2.1"));

        Assert.Equal(new Outcome(OutcomeKind.Failed, "no route"), outcome);
    }

    private static HttpResponseMessage FailingTransport(SeenRequest request) => throw new HttpRequestException("no route");

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"expected {expected}, got {actual}");
}
