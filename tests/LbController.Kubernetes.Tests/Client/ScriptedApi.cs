using System.Collections.Concurrent;
using System.Net;
using System.Text;
using k8s;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Tests.Client;

/// <summary>Stands for the API server inside the process: each test says how a request is answered.</summary>
internal sealed class ScriptedApi(Func<SeenRequest, Task<HttpResponseMessage>> answer) : DelegatingHandler
{
    private readonly ConcurrentQueue<SeenRequest> requests = new();

    public IReadOnlyList<SeenRequest> Requests => [.. requests];

    public static ScriptedApi Answering(Func<SeenRequest, HttpResponseMessage> answer) => new(request => Task.FromResult(answer(request)));

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Failure(HttpStatusCode status, string message = "so it is") =>
        Json($$"""{"kind":"Status","status":"Failure","code":{{(int)status}},"message":"{{message}}"}""", status);

    public ClusterClient Client(TimeProvider time) => new(
        new KubernetesClientConfiguration { Host = "http://api.test" },
        new ClusterTimings { RetryDelay = TimeSpan.FromMilliseconds(1) },
        time,
        this);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seen = new SeenRequest(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            Uri.UnescapeDataString(request.RequestUri.Query),
            request.Content?.Headers.ContentType?.MediaType ?? "",
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        requests.Enqueue(seen);
        return await answer(seen).WaitAsync(cancellationToken);
    }
}
