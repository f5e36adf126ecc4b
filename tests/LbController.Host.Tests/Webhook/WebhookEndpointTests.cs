using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using LbController.Host.Tls;
using LbController.Host.Web;
using LbController.Host.Webhook;
using LbController.Kubernetes.Certificates;
using LbController.Kubernetes.Watching;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LbController.Host.Tests.Webhook;

/// <summary>The webhook over TLS, called as an API server calls it: by the Service's name, trusting the bundle alone.</summary>
public sealed class WebhookEndpointTests
{
    private readonly CertificateSet certificates = CertificateSet.Renew(null, ["hook.lb.svc"], TimeProvider.System.GetUtcNow());
    private readonly ConfigWatch config = new("lb");

    private readonly FakeTimeProvider time = new();

    public WebhookEndpointTests()
    {
        config.Follow(new Fact.Seen(new PoolSpec(new ObjectKey("lb", "blue")) { Addresses = ["192.0.2.0/24"] }));
        config.Follow(new Fact.InSync());
    }

    [Fact]
    public async Task A_question_before_all_is_read_waits_and_is_judged_upon_the_whole()
    {
        var young = new ConfigWatch("lb");
        var asked = PostAsync(Review("CREATE", "red", "192.0.2.128/25"), young);
        young.Follow(new Fact.Seen(new PoolSpec(new ObjectKey("lb", "blue")) { Addresses = ["192.0.2.0/24"] }));
        young.Follow(new Fact.InSync());
        using var answer = await asked;
        Assert.Contains("blue", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_would_wait_too_long_is_left_to_the_failure_policy()
    {
        var asked = PostAsync(Review("CREATE", "red", "198.51.100.0/24"), new ConfigWatch("lb"));
        while (!asked.IsCompleted)
        {
            time.Advance(WebhookEndpoint.LongestWait);
            await Task.WhenAny(asked, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        using var answer = await asked;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task A_good_pool_is_let_through_and_the_uid_comes_back()
    {
        var answer = await AskAsync(Review("CREATE", "red", "198.51.100.0/24"));
        Assert.Equal("admission.k8s.io/v1 AdmissionReview", $"{answer["apiVersion"]} {answer["kind"]}");
        Assert.Equal(("u-1", true), ((string)answer["response"]!["uid"]!, (bool)answer["response"]!["allowed"]!));
    }

    [Theory]
    [InlineData("red", "192.0.2.128/25", "blue")]
    [InlineData("red", "nonsense", "spec.addresses[0]")]
    public async Task A_pool_that_would_be_in_error_is_refused_with_the_reason(string name, string addresses, string expected)
    {
        var answer = await AskAsync(Review("CREATE", name, addresses));
        Assert.False((bool)answer["response"]!["allowed"]!);
        Assert.Contains(expected, (string)answer["response"]!["status"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_in_another_namespace_is_refused_on_create() =>
        Assert.Contains("'lb'", (string)(await AskAsync(Review("CREATE", "red", "198.51.100.0/24", space: "shop")))["response"]!["status"]!["message"]!, StringComparison.Ordinal);

    [Fact]
    public async Task What_is_in_error_already_stops_nobody_from_mending_something_else()
    {
        config.Follow(new Fact.Seen(new PoolSpec(new ObjectKey("lb", "broken")) { Addresses = ["nonsense"] }));
        Assert.True((bool)(await AskAsync(Review("CREATE", "red", "198.51.100.0/24")))["response"]!["allowed"]!);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"kind":"Pod"}""")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{}}""")]
    public async Task What_is_no_review_is_a_bad_request(string body)
    {
        using var answer = await PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static string Review(string operation, string name, string addresses, string space = "lb") => $$$"""
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1","operation":"{{{operation}}}","name":"{{{name}}}","namespace":"{{{space}}}",
        "resource":{"group":"metallb.io","version":"v1beta1","resource":"ipaddresspools"},"oldObject":null,
        "object":{"apiVersion":"metallb.io/v1beta1","kind":"IPAddressPool","metadata":{"name":"{{{name}}}","namespace":"{{{space}}}"},"spec":{"addresses":["{{{addresses}}}"]} } } }
        """;

    private async Task<JsonNode> AskAsync(string review)
    {
        using var answer = await PostAsync(review);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    private async Task<HttpResponseMessage> PostAsync(string body, ConfigWatch? watch = null)
    {
        using var shown = certificates.ToCertificate();
        await using var server = new WebhookEndpoint(WebhookKinds.All("lb"), (watch ?? config).Judge, (watch ?? config).InSync, time)
            .CreateServer(0, new ServedTls(() => shown, SslProtocols.Tls13), NullLogger<WebServer>.Instance);
        await server.StartAsync(TestContext.Current.CancellationToken);
        var port = server.Port;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(certificates.Authorities);
        using var client = new HttpClient(handler);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri("https://hook.lb.svc/validate?timeout=10s"), content, TestContext.Current.CancellationToken);
    }
}
