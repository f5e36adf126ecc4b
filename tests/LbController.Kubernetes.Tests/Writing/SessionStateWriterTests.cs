using System.Net;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Tests.Client;

namespace LbController.Kubernetes.Tests.Writing;

public sealed class SessionStateWriterTests
{
    private const string States = "/apis/lbcontroller.dev/v1beta1/namespaces/lb/bgpsessionstates";
    private static readonly SessionReport Up = new("tor", "10.0.0.1", "red", "Established", "reset", ["ipv4-unicast"], 3, "Up");

    [Fact]
    public async Task What_is_not_there_is_made_with_label_and_owner_and_then_given_its_status()
    {
        await using var api = Holding(null);
        Assert.Equal(Outcome.Done, await api.RunAsync(new Command.WriteSessionState(Up, IsTransition: true)));
        Assert.Equal([$"GET {States}/tor.n1", $"POST {States}", $"PATCH {States}/tor.n1/status"], api.Calls);
        Assert.Contains("\"lbcontroller.dev/node\":\"n1\"", api.Requests[1].Body, StringComparison.Ordinal);
        Assert.Contains("\"uid\":\"uid-x\"", api.Requests[1].Body, StringComparison.Ordinal);
        Assert.Equal(
            """{"status":{"node":"n1","peer":"tor","address":"10.0.0.1","vrf":"red","state":"Established","since":"2030-01-02T03:04:05Z","lastError":"reset","families":["ipv4-unicast"],"prefixesSent":3,"bfdState":"Up"}}""",
            api.Requests[2].Body);
    }

    [Theory]
    [InlineData(true, "2030-01-02T03:04:05Z")]
    [InlineData(false, "2020-01-01T00:00:00Z")]
    public async Task The_moment_moves_only_with_the_state(bool isTransition, string since)
    {
        await using var api = Holding("""{"metadata":{"name":"tor.n1"},"status":{"since":"2020-01-01T00:00:00Z"}}""");
        await api.RunAsync(new Command.WriteSessionState(Up, isTransition));
        Assert.Contains($"\"since\":\"{since}\"", api.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_of_other_peers_are_removed()
    {
        await using var api = Holding("""{"items":[{"metadata":{"name":"tor.n1"}},{"metadata":{"name":"old.n1"}}]}""");
        Assert.Equal(Outcome.Done, await api.RunAsync(new Command.KeepSessionStates(["tor"])));
        Assert.Equal([$"GET {States}", $"DELETE {States}/old.n1"], api.Calls);
    }

    [Fact]
    public async Task A_name_that_would_be_too_long_is_cut_and_stays_its_own()
    {
        await using var api = Holding(null);
        await api.RunAsync(new Command.WriteSessionState(Up with { Peer = new string('a', 253) }, IsTransition: true));
        Assert.Equal(253, api.Calls.First().Split('/')[^1].Length);
    }

    private static WritingApi Holding(string? found) => new(request => request.Method == "GET" && found is null
        ? ScriptedApi.Json("{}", HttpStatusCode.NotFound)
        : ScriptedApi.Json(request.Method == "GET" ? found! : "{}"));
}
