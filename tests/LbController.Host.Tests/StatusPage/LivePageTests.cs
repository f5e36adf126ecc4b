using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Host.StatusPage;
using LbController.Host.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Host.Tests.StatusPage;

public sealed class LivePageTests : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private StatusObjects objects = Objects(owner: "n1");
    private WebServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = new LivePage(_ => Task.FromResult(objects)).CreateServer(port: 0, NullLogger<WebServer>.Instance);
        await server.StartAsync(Cancel);
        http.BaseAddress = new Uri($"http://127.0.0.1:{server.Port}");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.StopAsync(CancellationToken.None);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_state_has_pools_with_their_use_addresses_with_owner_and_peers_sessions_and_transitions()
    {
        var state = JsonNode.Parse(await http.GetStringAsync("/state", Cancel))!;
        Assert.Equal("""{"name":"lan","ranges":["192.0.2.0/28"],"used":1,"free":15}""", state["pools"]![0]!.ToJsonString());
        Assert.Equal(
            """{"address":"192.0.2.1","service":"default/web","pool":"lan","owners":["n1"],"peers":["router from n2"]}""",
            state["addresses"]![0]!.ToJsonString());
        Assert.Equal("IPAllocated", (string?)Assert.Single(state["transitions"]!.AsArray())!["reason"]);
    }

    [Fact]
    public async Task Who_looks_is_told_of_changes_without_asking()
    {
        using var answer = await http.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        Assert.Contains("\"owners\":[\"n1\"]", await NextAsync(lines), StringComparison.Ordinal);
        objects = Objects(owner: "n3");
        Assert.Contains("\"owners\":[\"n3\"]", await NextAsync(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_the_page_is_never_markup()
    {
        objects = Objects(owner: "</script><script>alert(1)</script>");
        var page = await http.GetStringAsync("/", Cancel);
        Assert.Contains("\"owners\":[", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)</script>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/state")]
    [InlineData("DELETE", "/")]
    public async Task Nothing_can_be_changed(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await http.SendAsync(request, Cancel);
        Assert.Equal(System.Net.HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private static async Task<string> NextAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return line;
            }
        }

        return "";
    }

    private static StatusObjects Objects(string owner) => new()
    {
        Pools = [Json("""{"metadata":{"name":"lan"},"spec":{"addresses":["192.0.2.0/28"]},"status":{"assignedIPv4":1,"assignedIPv6":0,"availableIPv4":15,"availableIPv6":0}}""")],
        Services = [Json("""{"metadata":{"namespace":"default","name":"web","annotations":{"metallb.io/ip-allocated-from-pool":"lan"}},"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}}}""")],
        L2Statuses = [Json($$"""{"status":{"node":"{{owner}}","serviceNamespace":"default","serviceName":"web"} }""")],
        BgpStatuses = [Json("""{"status":{"node":"n2","serviceNamespace":"default","serviceName":"web","peers":["router"]}}""")],
        Sessions = [],
        Events =
        [
            Json("""{"source":{"component":"metallb-controller"},"lastTimestamp":"2026-01-01T00:00:00Z","reason":"IPAllocated","message":"Assigned","involvedObject":{"kind":"Service","namespace":"default","name":"web"}}"""),
            Json("""{"source":{"component":"kubelet"},"lastTimestamp":"2026-01-01T00:00:00Z","reason":"Pulled","message":"","involvedObject":{"kind":"Pod","name":"x"}}"""),
        ],
    };

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
