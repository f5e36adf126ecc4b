using System.Net;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Tests.Client;

namespace LbController.Kubernetes.Tests.Writing;

public sealed class NodeStatusWriterTests
{
    private const string L2 = "/apis/metallb.io/v1beta1/namespaces/lb/servicel2statuses";
    private const string Bgp = "/apis/metallb.io/v1beta1/namespaces/lb/servicebgpstatuses";
    private const string Eth0 = """{"node":"n1","serviceName":"web","serviceNamespace":"shop","interfaces":[{"name":"eth0"}]}""";

    private static readonly ObjectKey Web = new("shop", "web");
    private static readonly Command WriteEth0 = new Command.WriteServiceL2Status(Web, ["eth0"], []);

    [Fact]
    public async Task What_is_not_there_is_made_and_then_given_its_status()
    {
        await using var api = Holding();

        var outcome = await api.RunAsync(WriteEth0);

        Assert.Equal(Outcome.Done, outcome);
        Assert.Equal([$"GET {L2}", $"POST {L2}", $"PATCH {L2}/l2-new/status"], api.Calls);
        Assert.Equal(
            "?labelSelector=metallb.io/node=n1,metallb.io/service-name=web,metallb.io/service-namespace=shop",
            api.Requests[0].Query);
        Assert.Equal($$"""{"status":{{Eth0}}}""", api.Requests[2].Body);
    }

    [Fact]
    public async Task Addresses_are_told_with_the_time_since_when_and_one_that_was_there_keeps_its_own()
    {
        const string Old = """{"address":"192.0.2.1","since":"2020-01-01T00:00:00Z"}""";
        await using var api = Holding(Item("l2-old", Eth0[..^1] + ",\"addresses\":[" + Old + "]}"));

        await api.RunAsync(new Command.WriteServiceL2Status(Web, ["eth0"], [Address.Parse("192.0.2.1"), Address.Parse("2001:db8::1")]));

        var addresses = api.Requests[^1].Json.GetProperty("status").GetProperty("addresses");
        Assert.Equal(Old, addresses[0].GetRawText());
        Assert.Equal("2001:db8::1", addresses[1].GetProperty("address").GetString());
        Assert.Matches("^20[0-9-]+T[0-9:]+Z$", addresses[1].GetProperty("since").GetString());
    }

    [Fact]
    public async Task A_new_object_carries_labels_and_belongs_to_the_own_Pod()
    {
        await using var api = Holding();

        await api.RunAsync(WriteEth0);

        var metadata = api.Requests[1].Json.GetProperty("metadata");
        Assert.Equal("l2-", metadata.GetProperty("generateName").GetString());
        Assert.Equal("n1", metadata.GetProperty("labels").GetProperty("metallb.io/node").GetString());
        Assert.Equal("web", metadata.GetProperty("labels").GetProperty("metallb.io/service-name").GetString());
        Assert.Equal("shop", metadata.GetProperty("labels").GetProperty("metallb.io/service-namespace").GetString());
        Assert.Equal("uid-x", metadata.GetProperty("ownerReferences")[0].GetProperty("uid").GetString());
    }

    [Fact]
    public async Task Without_a_known_Pod_there_is_no_owner()
    {
        await using var api = new WritingApi(request => Answer(request, []), WritingApi.Speaker with { PodUid = "" });

        await api.RunAsync(WriteEth0);

        Assert.False(api.Requests[1].Json.GetProperty("metadata").TryGetProperty("ownerReferences", out _));
    }

    [Fact]
    public async Task After_a_restart_what_is_right_already_is_left_alone()
    {
        await using var api = Holding(Item("l2-a", Eth0));

        await api.RunAsync(WriteEth0);

        Assert.Equal([$"GET {L2}"], api.Calls);
    }

    [Theory]
    [InlineData("""{"node":"n1","serviceName":"web","serviceNamespace":"shop","interfaces":[]}""", "other interfaces")]
    [InlineData("null", "made by a speaker that was killed before it wrote the status")]
    public async Task After_a_restart_what_differs_is_patched(string status, string because)
    {
        await using var api = Holding(Item("l2-a", status));

        await api.RunAsync(WriteEth0);

        Assert.True(api.Calls.SequenceEqual([$"GET {L2}", $"PATCH {L2}/l2-a/status"]), because);
    }

    [Fact]
    public async Task Of_two_objects_for_one_Service_one_is_removed()
    {
        await using var api = Holding(Item("l2-a", Eth0), Item("l2-b", Eth0));

        await api.RunAsync(WriteEth0);

        Assert.Equal([$"GET {L2}", $"DELETE {L2}/l2-b"], api.Calls);
    }

    [Fact]
    public async Task What_belongs_to_an_earlier_Pod_gives_way_to_one_of_our_own()
    {
        await using var api = Holding($$"""{"metadata":{"name":"l2-old","ownerReferences":[{"kind":"Pod","uid":"uid-of-the-pod-before"}]},"status":{{Eth0}} }""");

        await api.RunAsync(WriteEth0);

        Assert.Equal([$"GET {L2}", $"POST {L2}", $"PATCH {L2}/l2-new/status", $"DELETE {L2}/l2-old"], api.Calls);
    }

    [Fact]
    public async Task What_belongs_to_this_Pod_is_left_alone()
    {
        await using var api = Holding($$"""{"metadata":{"name":"l2-own","ownerReferences":[{"kind":"Pod","uid":"uid-x"}]},"status":{{Eth0}} }""");

        await api.RunAsync(WriteEth0);

        Assert.Equal([$"GET {L2}"], api.Calls);
    }

    [Fact]
    public async Task Removing_takes_all_of_this_node_and_Service()
    {
        await using var api = Holding(Item("l2-a", Eth0), Item("l2-b", Eth0));

        var outcome = await api.RunAsync(new Command.RemoveServiceL2Status(Web));

        Assert.Equal(Outcome.Done, outcome);
        Assert.Equal([$"GET {L2}", $"DELETE {L2}/l2-a", $"DELETE {L2}/l2-b"], api.Calls);
    }

    [Fact]
    public async Task Removing_what_somebody_else_removed_is_done()
    {
        await using var api = new WritingApi(request =>
            request.Method == "DELETE" ? ScriptedApi.Failure(HttpStatusCode.NotFound) : Answer(request, [Item("bgp-a", "null")]));

        var outcome = await api.RunAsync(new Command.RemoveServiceBgpStatus(Web));

        Assert.Equal(Outcome.Done, outcome);
    }

    [Fact]
    public async Task Peers_are_written_as_plain_names()
    {
        await using var api = Holding();

        await api.RunAsync(new Command.WriteServiceBgpStatus(Web, ["tor-1", "tor-2"]));

        Assert.Equal([$"GET {Bgp}", $"POST {Bgp}", $"PATCH {Bgp}/bgp-new/status"], api.Calls);
        Assert.Contains("\"peers\":[\"tor-1\",\"tor-2\"]", api.Requests[2].Body, StringComparison.Ordinal);
    }

    private static WritingApi Holding(params string[] items) => new(request => Answer(request, items));

    private static HttpResponseMessage Answer(SeenRequest request, string[] items) => request.Method switch
    {
        "GET" => ScriptedApi.Json($$"""{"items":[{{string.Join(',', items)}}]}"""),
        "POST" => ScriptedApi.Json(
            $$"""{"metadata":{"name":"{{request.Json.GetProperty("metadata").GetProperty("generateName").GetString()}}new"} }""",
            HttpStatusCode.Created),
        _ => ScriptedApi.Json("{}"),
    };

    private static string Item(string name, string status) => $$"""{"metadata":{"name":"{{name}}"},"status":{{status}} }""";
}
