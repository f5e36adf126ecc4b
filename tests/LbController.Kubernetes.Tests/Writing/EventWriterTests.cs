using System.Net;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Tests.Client;

namespace LbController.Kubernetes.Tests.Writing;

public sealed class EventWriterTests
{
    private static readonly EventSubject Web = new("v1", "Service", new ObjectKey("shop", "web"), "uid-web");
    private static readonly Command Assigned = new Command.RecordEvent(Web, IsWarning: false, "IPAllocated", "Assigned IP [\"192.0.2.1\"]");

    [Fact]
    public async Task An_Event_names_its_subject_its_source_and_when_it_happened()
    {
        await using var api = new WritingApi(_ => ScriptedApi.Json("{}", HttpStatusCode.Created));

        Assert.Equal(Outcome.Done, await api.RunAsync(Assigned));

        var request = Assert.Single(api.Requests);
        Assert.Equal("POST /api/v1/namespaces/shop/events", $"{request.Method} {request.Path}");
        var json = request.Json;
        Assert.StartsWith("web.", json.GetProperty("metadata").GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.Equal("uid-web", json.GetProperty("involvedObject").GetProperty("uid").GetString());
        Assert.Equal("metallb-speaker", json.GetProperty("source").GetProperty("component").GetString());
        Assert.Equal("n1", json.GetProperty("source").GetProperty("host").GetString());
        Assert.Equal("Normal", json.GetProperty("type").GetString());
        Assert.Equal("2030-01-02T03:04:05Z", json.GetProperty("firstTimestamp").GetString());
        Assert.Equal(1, json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task The_same_again_raises_the_count_and_makes_no_second_Event()
    {
        await using var api = new WritingApi(_ => ScriptedApi.Json("{}"));
        await api.RunAsync(Assigned);
        var name = api.Requests[0].Json.GetProperty("metadata").GetProperty("name").GetString();

        api.Time.Advance(TimeSpan.FromMinutes(1));
        await api.RunAsync(new Command.RecordEvent(Web, IsWarning: false, "IPAllocated", "Assigned IP [\"192.0.2.1\"]"));

        Assert.Equal(["POST /api/v1/namespaces/shop/events", $"PATCH /api/v1/namespaces/shop/events/{name}"], api.Calls);
        Assert.Equal("""{"count":2,"lastTimestamp":"2030-01-02T03:05:05Z"}""", api.Requests[1].Body);
    }

    [Fact]
    public async Task Another_message_is_another_Event()
    {
        await using var api = new WritingApi(_ => ScriptedApi.Json("{}"));

        await api.RunAsync(Assigned);
        await api.RunAsync(new Command.RecordEvent(Web, IsWarning: false, "IPAllocated", "Assigned IP [\"192.0.2.2\"]"));

        Assert.All(api.Requests, request => Assert.Equal("POST", request.Method));
    }

    [Fact]
    public async Task An_Event_that_has_expired_is_made_anew()
    {
        await using var api = new WritingApi(request =>
            request.Method == "PATCH" ? ScriptedApi.Failure(HttpStatusCode.NotFound) : ScriptedApi.Json("{}"));
        await api.RunAsync(Assigned);

        Assert.Equal(Outcome.Done, await api.RunAsync(Assigned));

        Assert.Equal(["POST", "PATCH", "POST"], api.Requests.Select(request => request.Method));
        Assert.Equal(1, api.Requests[2].Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task An_Event_that_could_not_be_written_is_tried_as_a_new_one_next_time()
    {
        var failures = 1;
        await using var api = new WritingApi(_ =>
            failures-- > 0 ? ScriptedApi.Failure(HttpStatusCode.InternalServerError) : ScriptedApi.Json("{}"));

        Assert.Equal(OutcomeKind.Failed, (await api.RunAsync(Assigned)).Kind);
        Assert.Equal(Outcome.Done, await api.RunAsync(Assigned));

        Assert.All(api.Requests, request => Assert.Equal("POST", request.Method));
    }

    [Fact]
    public async Task Events_about_cluster_scoped_objects_go_to_the_default_namespace()
    {
        await using var api = new WritingApi(_ => ScriptedApi.Json("{}"));
        var node = new EventSubject("v1", "Node", new ObjectKey("", "n1"), "");

        await api.RunAsync(new Command.RecordEvent(node, IsWarning: true, "reason", "message"));

        var request = Assert.Single(api.Requests);
        Assert.Equal("/api/v1/namespaces/default/events", request.Path);
        Assert.Equal("Warning", request.Json.GetProperty("type").GetString());
        Assert.False(request.Json.GetProperty("involvedObject").TryGetProperty("uid", out _));
    }
}
