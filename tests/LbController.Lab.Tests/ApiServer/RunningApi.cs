using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LbController.Kubernetes.Manifests;
using LbController.Lab.ApiServer.Hosting;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.Tests.ApiServer;

/// <summary>An embedded API in this process, with the repository's definitions and the namespace <c>metallb-system</c>.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    public const string Space = "metallb-system";

    private readonly EmbeddedApiServer server;

    private RunningApi(EmbeddedApiServer server, HttpClient http)
    {
        this.server = server;
        Http = http;
    }

    public HttpClient Http { get; }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static string Root { get; } = FindRoot();

    public static async Task<RunningApi> StartAsync(Func<ApiServerOptions, ApiServerOptions>? with = null)
    {
        var options = new ApiServerOptions { Listen = "127.0.0.1:0", Crds = Path.Combine(Root, "crds") };
        var started = await EmbeddedApiServer.StartAsync(with?.Invoke(options) ?? options, Cancel);
        var api = new RunningApi(started, new HttpClient { BaseAddress = started.Address });
        var made = await api.SendAsync(HttpMethod.Post, "/api/v1/namespaces", $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {Space}}}");
        Assert.Equal(HttpStatusCode.Created, made.Code);
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await server.DisposeAsync();
    }

    /// <summary>Sends YAML (or JSON) and reads the JSON answer.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/yaml", string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var response = await Http.SendAsync(request, Cancel);
        var warnings = response.Headers.TryGetValues("Warning", out var lines) ? lines.ToList() : [];
        return new ApiAnswer(response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!, warnings);
    }

    /// <summary>Creates the object at the place that its kind has.</summary>
    public Task<ApiAnswer> CreateAsync(string manifest, string query = "") => SendAsync(HttpMethod.Post, CollectionOf(manifest) + query, manifest);

    public static string CollectionOf(string manifest)
    {
        var item = YamlText.ParseAll(manifest)[0];
        var plural = item.Text("kind") is "Community" ? "communities" : item.Text("kind")!.ToLowerInvariant() + "s";
        return $"/apis/{item.Text("apiVersion")}/namespaces/{Space}/{plural}";
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LbController.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no LbController.sln above the tests");
        }

        return folder.FullName;
    }
}
