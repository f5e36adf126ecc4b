using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using k8s;
using Polly;
using Polly.Retry;

namespace LbController.Kubernetes.Client;

/// <summary>
/// The way to the API server: addresses, TLS and credentials come from <see cref="KubernetesClientConfiguration"/>, the deadlines
/// are our own. Safe to use from many threads.
/// </summary>
public sealed class ClusterClient : IDisposable
{
    /// <summary>RFC 7396.</summary>
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Kubernetes' own kind of patch, which knows the keys of the lists of built-in kinds.</summary>
    public const string StrategicMergePatch = "application/strategic-merge-patch+json";

    private readonly ClusterTransport transport;
    private readonly ClusterTimings timings;
    private readonly TimeProvider time;
    private readonly ResiliencePipeline<ApiAnswer> retry;

    /// <param name="configuration">See <see cref="ClusterConfiguration.Load"/>.</param>
    /// <param name="timings">Deadlines and retries.</param>
    /// <param name="time">The clock of the deadlines.</param>
    /// <param name="handlers">Put before the transport, outermost first.</param>
    public ClusterClient(
        KubernetesClientConfiguration configuration,
        ClusterTimings timings,
        TimeProvider time,
        params DelegatingHandler[] handlers)
    {
        this.timings = timings;
        this.time = time;
        transport = new ClusterTransport(configuration, Tune, handlers);
        retry = BuildRetry();
    }

    /// <exception cref="ClusterConfigurationException">No usable configuration.</exception>
    public static ClusterClient Connect(string? kubeconfig, TimeProvider time, params DelegatingHandler[] handlers) =>
        new(ClusterConfiguration.Load(kubeconfig), new ClusterTimings(), time, handlers);

    /// <summary>
    /// One request and its whole answer. A transport failure is tried again a few times, except for a POST, which might then
    /// create twice.
    /// </summary>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    /// <exception cref="TimeoutException">No whole answer in time.</exception>
    public async Task<ApiAnswer> CallAsync(HttpMethod method, string path, ApiBody? body, CancellationToken cancellation) =>
        method == HttpMethod.Post
            ? await CallOnceAsync(method, path, body, cancellation)
            : await retry.ExecuteAsync(token => new ValueTask<ApiAnswer>(CallOnceAsync(method, path, body, token)), cancellation);

    /// <summary>Opens an answer that goes on for long; comes back when its headers are there.</summary>
    /// <inheritdoc cref="CallAsync" path="/exception"/>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellation)
    {
        using var deadline = new CallDeadline(timings.Request, time, cancellation);
        try
        {
            return await SendAsync(HttpMethod.Get, path, body: null, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        }
        catch (OperationCanceledException cut) when (deadline.Expired)
        {
            throw new TimeoutException($"GET {path}: no answer within {timings.Request.TotalSeconds} s", cut);
        }
    }

    public void Dispose() => transport.Dispose();

    private async Task<ApiAnswer> CallOnceAsync(HttpMethod method, string path, ApiBody? body, CancellationToken cancellation)
    {
        using var deadline = new CallDeadline(timings.Request, time, cancellation);
        try
        {
            using var response = await SendAsync(method, path, body, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            return new ApiAnswer(response.StatusCode, Parse(bytes));
        }
        catch (OperationCanceledException cut) when (deadline.Expired)
        {
            throw new TimeoutException($"{method} {path}: no answer within {timings.Request.TotalSeconds} s", cut);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        ApiBody? body,
        HttpCompletionOption completion,
        CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(transport.Server, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = body?.ToContent();
        await transport.IdentifyAsync(request, cancellation);
        return await transport.Http.SendAsync(request, completion, cancellation);
    }

    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            return bytes.Length == 0 ? default : JsonElement.Parse(bytes);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private void Tune(SocketsHttpHandler handler)
    {
        handler.ConnectTimeout = timings.Connect;
        handler.EnableMultipleHttp2Connections = true;
        handler.KeepAlivePingDelay = timings.PingAfter;
        handler.KeepAlivePingTimeout = timings.PingTimeout;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1);
    }

    private ResiliencePipeline<ApiAnswer> BuildRetry() => new ResiliencePipelineBuilder<ApiAnswer> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<ApiAnswer>
        {
            ShouldHandle = new PredicateBuilder<ApiAnswer>().Handle<HttpRequestException>(),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = timings.RetryDelay,
            MaxRetryAttempts = timings.Retries,
        })
        .Build();
}
