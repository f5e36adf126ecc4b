using System.Text.Json.Nodes;
using LbController.Lab.Cluster;

namespace LbController.Interop.Tests.Controller;

/// <summary>Follows the status of every Service, write by write, and notes what must never be: an address at two Services, or one that changes.</summary>
internal sealed class AddressObserver : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> addressOf = new(StringComparer.Ordinal);
    private readonly List<string> wrong = [];
    private readonly Task reading;

    public AddressObserver(string kubeconfig)
    {
        http = new HttpClient { BaseAddress = new Uri(KubeconfigFile.ServerOf(File.ReadAllText(kubeconfig))), Timeout = Timeout.InfiniteTimeSpan };
        reading = ReadAsync();
    }

    public int Assigned
    {
        get
        {
            lock (gate)
            {
                return addressOf.Count;
            }
        }
    }

    /// <summary>What the Service showed last; null: nothing yet.</summary>
    public string? AddressOf(string service)
    {
        lock (gate)
        {
            return addressOf.GetValueOrDefault(service);
        }
    }

    public IReadOnlyList<string> Wrong
    {
        get
        {
            lock (gate)
            {
                return [.. wrong];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        stop.Dispose();
    }

    private async Task ReadAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            using var answer = await http.GetAsync("/api/v1/services?watch=true", HttpCompletionOption.ResponseHeadersRead, stop.Token);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(stop.Token));
            while (await lines.ReadLineAsync(stop.Token) is { } line)
            {
                Note(JsonNode.Parse(line)!["object"]!);
            }
        }
    }

    private void Note(JsonNode service)
    {
        var name = (string)service["metadata"]!["name"]!;
        if (service["status"]?["loadBalancer"]?["ingress"]?[0]?["ip"] is not JsonValue value)
        {
            return;
        }

        var address = (string)value!;
        lock (gate)
        {
            if (addressOf.TryGetValue(name, out var known) && known != address)
            {
                wrong.Add($"{name} moved from {known} to {address}");
            }

            if (addressOf.FirstOrDefault(entry => entry.Value == address && entry.Key != name) is { Key: { } other })
            {
                wrong.Add($"{address} is at {other} and at {name}");
            }

            addressOf[name] = address;
        }
    }
}
