using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using k8s;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Engine.Recording;
using LbController.Host.Metrics;
using LbController.Host.Recording;
using LbController.Host.Tls;
using LbController.Host.Web;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reviewing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Host.Tests.Metrics;

public sealed class MetricsEndpointTests : IDisposable
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
        var endpoint = Endpoint(new CallerReview(new AccessReviewer(client, TimeProvider.System, NullLogger<AccessReviewer>.Instance)));
        await using var server = Server(endpoint, 0, new ServedTls(new SelfSignedCertificate("pod", TimeProvider.System).Current, SslProtocols.Tls13));
        await server.StartAsync(TestContext.Current.CancellationToken);

        using var answer = await ScrapeAsync($"https://127.0.0.1:{server.Port}/metrics", token);
        Assert.Equal(expected, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected == HttpStatusCode.OK, text.Contains("lbcontroller_leader_bool 1\n", StringComparison.Ordinal));
    }

    /// <summary>Who may read metrics may not read recordings by that.</summary>
    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("scraper", HttpStatusCode.Forbidden)]
    [InlineData("looker", HttpStatusCode.OK)]
    public async Task The_flight_recorder_is_for_those_who_may_get_its_own_path(string? token, HttpStatusCode expected)
    {
        using var client = Api();
        var review = new CallerReview(new AccessReviewer(client, TimeProvider.System, NullLogger<AccessReviewer>.Instance));
        var recorder = new FlightRecorder(new FlightRecording { Controller = new ControllerOptions(null, "lb") });
        recorder.Add(TimeSpan.Zero, [new Fact.InSync()], []);
        var recording = new RecordingEndpoint(recorder, new RecordingFolder(recorder, "", NullLogger<RecordingFolder>.Instance), review);
        await using var server = Endpoint(review).CreateServer(new WebPort("metrics", "--port", 0), recording, NullLogger<WebServer>.Instance);
        await server.StartAsync(TestContext.Current.CancellationToken);

        using var answer = await ScrapeAsync($"http://127.0.0.1:{server.Port}/debug/recording", token);
        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.OK)
        {
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Single(RecordingText.Read(text.Split('\n')).Steps);
            using var none = await ScrapeAsync($"http://127.0.0.1:{server.Port}/debug/recording?of=unhealthy", token);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
    }

    [Fact]
    public async Task Without_TLS_everybody_may_look()
    {
        await using var server = Server(Endpoint(review: null));
        await server.StartAsync(TestContext.Current.CancellationToken);

        using var answer = await ScrapeAsync($"http://127.0.0.1:{server.Port}/metrics", token: null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task A_taken_port_costs_the_metrics_alone()
    {
        await using var first = Server(Endpoint(review: null));
        await first.StartAsync(TestContext.Current.CancellationToken);
        await using var second = Server(Endpoint(review: null), first.Port);

        await second.StartAsync(TestContext.Current.CancellationToken);
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    private static WebServer Server(MetricsEndpoint endpoint, int port = 0, ServedTls? tls = null) =>
        endpoint.CreateServer(new WebPort("metrics", "--port", port, Tls: tls), recording: null, NullLogger<WebServer>.Instance);

    private static MetricsEndpoint Endpoint(CallerReview? review) =>
        new(ControllerMetrics.All, () => Task.FromResult<IReadOnlyList<Figure>>([ControllerMetrics.Leader.Is(1)]), review);

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
                (true, var text) when text.Contains("looker", StringComparison.Ordinal) => """{"authenticated":true,"user":{"username":"looker"}}""",
                (true, var text) when text.Contains("scraper", StringComparison.Ordinal) => """{"authenticated":true,"user":{"username":"scraper"}}""",
                (true, _) => """{"authenticated":true,"user":{"username":"someone"}}""",
                (false, var text) when text.Contains("/debug/recording", StringComparison.Ordinal) => text.Contains("\"looker\"", StringComparison.Ordinal) ? """{"allowed":true}""" : """{"allowed":false}""",
                (false, var text) => text.Contains("\"scraper\"", StringComparison.Ordinal) ? """{"allowed":true}""" : """{"allowed":false}""",
            };
            return new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent($$"""{"status":{{status}}}""", Encoding.UTF8, "application/json") };
        }
    }
}
