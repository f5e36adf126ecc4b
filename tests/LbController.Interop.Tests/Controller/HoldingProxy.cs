using System.Net;
using System.Net.Sockets;
using LbController.Lab.Cluster;

namespace LbController.Interop.Tests.Controller;

/// <summary>
/// The way from one controller to the API server, on which writes of one Service's status hang until they are let go; then they arrive, whatever
/// has become of their author.
/// </summary>
internal sealed class HoldingProxy : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly HttpClient server;
    private readonly string held;
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lb-proxy-");
    private readonly Task accepting;
    private int holding;

    /// <param name="kubeconfig">Of the API server.</param>
    /// <param name="service">Whose writes hang.</param>
    public HoldingProxy(string kubeconfig, string service)
    {
        held = $"/services/{service}/status";
        var content = File.ReadAllText(kubeconfig);
        server = new HttpClient { BaseAddress = new Uri(KubeconfigFile.ServerOf(content)), Timeout = Timeout.InfiniteTimeSpan };
        var own = $"http://127.0.0.1:{FreePort()}";
        Kubeconfig = Path.Combine(folder.FullName, "kubeconfig");
        File.WriteAllText(Kubeconfig, KubeconfigFile.WithServer(content, own));
        listener.Prefixes.Add($"{own}/");
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Kubeconfig { get; }

    /// <summary>Writes that hang now.</summary>
    public int Holding => Volatile.Read(ref holding);

    /// <summary>Lets go what hangs; nothing hangs from now on.</summary>
    public void LetGo() => gate.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        LetGo();
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listener.Close();
        server.Dispose();
        stop.Dispose();
        folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            _ = PassAsync(await listener.GetContextAsync());
        }
    }

    private async Task PassAsync(HttpListenerContext context)
    {
        try
        {
            using var request = await CopyAsync(context.Request);
            if (request.Method == HttpMethod.Patch && context.Request.Url!.AbsolutePath.EndsWith(held, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref holding);
                await gate.Task;
                Interlocked.Decrement(ref holding);
            }

            using var answer = await server.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            context.Response.SendChunked = true;
            await using var body = await answer.Content.ReadAsStreamAsync(stop.Token);
            var buffer = new byte[16 << 10];
            while (await body.ReadAsync(buffer, stop.Token) is > 0 and var count)
            {
                await context.Response.OutputStream.WriteAsync(buffer.AsMemory(0, count), stop.Token);
                await context.Response.OutputStream.FlushAsync(stop.Token);
            }

            context.Response.Close();
        }
        catch (Exception failure) when (failure is HttpListenerException or HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            context.Response.Abort();
        }
    }

    private async Task<HttpRequestMessage> CopyAsync(HttpListenerRequest from)
    {
        var request = new HttpRequestMessage(new HttpMethod(from.HttpMethod), from.RawUrl);
        using var body = new MemoryStream();
        await from.InputStream.CopyToAsync(body, stop.Token);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", from.ContentType);
        }

        return request;
    }
}
