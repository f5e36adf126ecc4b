using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using k8s;
using LbController.Engine.Figures;
using LbController.Host.Metrics;
using LbController.Host.Tls;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reviewing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Host.Tests.Metrics;

public sealed class MetricsServerTests : IDisposable
{
    private readonly HttpClient scraper = new(new HttpClientHandler
    {
#pragma warning disable MA0039 // The certificate is self-signed, as every scraper finds it.
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
#pragma warning restore MA0039
    });

    public void Dispose() => scraper.Dispose();

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("someone", HttpStatusCode.Forbidden)]
    [InlineData("scraper", HttpStatusCode.OK)]
    public async Task Over_TLS_only_whom_the_API_server_lets_through_may_look(string? token, HttpStatusCode expected)
    {
        using var client = Api();
        var endpoint = Endpoint(new AccessReviewer(client, TimeProvider.System, NullLogger<AccessReviewer>.Instance));
        await using var server = new MetricsServer(endpoint, 0, new ServedTls(new SelfSignedCertificate("pod", TimeProvider.System).Current, SslProtocols.Tls13), NullLogger<MetricsServer>.Instance);
        await server.StartAsync(TestContext.Current.CancellationToken);

        using var answer = await ScrapeAsync($"https://127.0.0.1:{server.Port}/metrics", token);
        Assert.Equal(expected, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected == HttpStatusCode.OK, text.Contains("lbcontroller_leader_bool 1\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_TLS_everybody_may_look()
    {
        await using var server = new MetricsServer(Endpoint(reviewer: null), 0, tls: null, NullLogger<MetricsServer>.Instance);
        await server.StartAsync(TestContext.Current.CancellationToken);

        using var answer = await ScrapeAsync($"http://127.0.0.1:{server.Port}/metrics", token: null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task A_taken_port_costs_the_metrics_alone()
    {
        await using var first = new MetricsServer(Endpoint(reviewer: null), 0, tls: null, NullLogger<MetricsServer>.Instance);
        await first.StartAsync(TestContext.Current.CancellationToken);
        await using var second = new MetricsServer(Endpoint(reviewer: null), first.Port, tls: null, NullLogger<MetricsServer>.Instance);

        await second.StartAsync(TestContext.Current.CancellationToken);
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    private static MetricsEndpoint Endpoint(AccessReviewer? reviewer) =>
        new(ControllerMetrics.All, () => Task.FromResult<IReadOnlyList<Figure>>([ControllerMetrics.Leader.Is(1)]), reviewer);

    private Task<HttpResponseMessage> ScrapeAsync(string address, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return scraper.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static ClusterClient Api() =>
        new(new KubernetesClientConfiguration { Host = "http://api.test" }, new ClusterTimings(), TimeProvider.System, new Reviews());

    private sealed class Reviews : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            var status = (body.Contains("TokenReview", StringComparison.Ordinal), body) switch
            {
                (true, var text) when text.Contains("wrong", StringComparison.Ordinal) => """{"authenticated":false}""",
                (true, var text) when text.Contains("scraper", StringComparison.Ordinal) => """{"authenticated":true,"user":{"username":"scraper"}}""",
                (true, _) => """{"authenticated":true,"user":{"username":"someone"}}""",
                (false, var text) => text.Contains("\"scraper\"", StringComparison.Ordinal) ? """{"allowed":true}""" : """{"allowed":false}""",
            };
            return new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent($$"""{"status":{{status}}}""", Encoding.UTF8, "application/json") };
        }
    }
}
