using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LbController.Lab.Processes;

namespace LbController.Lab.Cluster;

/// <summary>The little of the Kubernetes API that the lab needs, as plain JSON.</summary>
internal sealed class ClusterApi(Uri server) : IDisposable
{
    public const string Services = "/api/v1/services";
    public const string Pods = "/api/v1/pods";
    public const string Nodes = "/api/v1/nodes";
    public const string Slices = "/apis/discovery.k8s.io/v1/endpointslices";

    private readonly HttpClient http = new() { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The API that a kubeconfig names.</summary>
    public static ClusterApi FromKubeconfig(string file) => new(new Uri(KubeconfigFile.ServerOf(File.ReadAllText(file))));

    public async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync("/readyz", cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<JsonNode>> ListAsync(string path, CancellationToken cancel) =>
        [.. (await http.GetFromJsonAsync<JsonNode>(path, cancel))?["items"]?.AsArray().OfType<JsonNode>() ?? []];

    /// <summary>The object, or null when there is none.</summary>
    public async Task<JsonNode?> GetAsync(string path, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(path, cancel);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(answer, path, cancel);
    }

    /// <summary>Creates the object; one that exists already stays as it is.</summary>
    public async Task CreateAsync(string path, JsonNode item, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync(path, item, cancel);
        if (answer.StatusCode != HttpStatusCode.Conflict)
        {
            await ReadAsync(answer, path, cancel);
        }
    }

    /// <summary>Posts something that is answered and not kept.</summary>
    public async Task<JsonNode?> AskAsync(string path, JsonNode item, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync(path, item, cancel);
        return await ReadAsync(answer, path, cancel);
    }

    public async Task MergeAsync(string path, JsonNode change, CancellationToken cancel)
    {
        using var content = JsonContent.Create(change, new MediaTypeHeaderValue("application/merge-patch+json"));
        using var answer = await http.PatchAsync(path, content, cancel);
        await ReadAsync(answer, path, cancel);
    }

    public async Task DeleteAsync(string path, CancellationToken cancel)
    {
        using var answer = await http.DeleteAsync(path, cancel);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            await ReadAsync(answer, path, cancel);
        }
    }

    /// <summary>Calls back at every change until the watch ends, as it does from time to time.</summary>
    public async Task WatchAsync(string path, Action changed, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(path + "?watch=true", HttpCompletionOption.ResponseHeadersRead, cancel);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel));
        while (await lines.ReadLineAsync(cancel) is not null)
        {
            changed();
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage answer, string path, CancellationToken cancel)
    {
        var text = await answer.Content.ReadAsStringAsync(cancel);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)
            : throw new LabException($"The API answered {(int)answer.StatusCode} to {answer.RequestMessage?.Method} {path}: {text.Trim()}");
    }
}
