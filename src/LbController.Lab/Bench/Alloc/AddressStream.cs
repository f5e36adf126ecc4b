using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace LbController.Lab.Bench.Alloc;

/// <summary>Follows the Services and notes when each first shows an address.</summary>
internal sealed class AddressStream : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> seen = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient http;
    private readonly Task reading;

    private AddressStream(HttpClient http, StreamReader lines)
    {
        this.http = http;
        reading = ReadAsync(lines);
    }

    /// <summary>Begins with everything that is there.</summary>
    public static async Task<AddressStream> OpenAsync(Uri server, CancellationToken cancel)
    {
        var client = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        var answer = await client.GetAsync("/api/v1/services?watch=true", HttpCompletionOption.ResponseHeadersRead, cancel);
        answer.EnsureSuccessStatusCode();
        return new AddressStream(client, new StreamReader(await answer.Content.ReadAsStreamAsync(cancel)));
    }

    /// <summary>The <see cref="Stopwatch"/> timestamp at which the Service showed an address.</summary>
    public Task<long> WhenAsync(string service, CancellationToken cancel) => Of(service).Task.WaitAsync(TimeSpan.FromMinutes(5), cancel);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        stop.Dispose();
    }

    private async Task ReadAsync(StreamReader lines)
    {
        using (lines)
        {
            while (await lines.ReadLineAsync(stop.Token) is { } line)
            {
                var now = Stopwatch.GetTimestamp();
                if (!line.Contains("\"ingress\"", StringComparison.Ordinal))
                {
                    continue;
                }

                using var json = JsonDocument.Parse(line);
                Of(json.RootElement.GetProperty("object").GetProperty("metadata").GetProperty("name").GetString()!).TrySetResult(now);
            }
        }
    }

    private TaskCompletionSource<long> Of(string service) => seen.GetOrAdd(service, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
