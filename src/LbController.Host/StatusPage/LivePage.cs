using System.Net;
using System.Text.Json.Nodes;
using LbController.Host.Web;
using LbController.Kubernetes.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LbController.Host.StatusPage;

/// <summary>
/// Serves a page that draws pools, addresses, sessions and the last transitions, and keeps itself fresh by server-sent events. It listens on the
/// Pod's 127.0.0.1 alone, so that whoever may forward a port to the Pod may look, and nobody else; it changes nothing.
/// </summary>
/// <param name="read">What is to be seen now.</param>
internal sealed class LivePage(Func<CancellationToken, Task<StatusObjects>> read)
{
    private const string FirstState = "/*the state at first*/null";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public WebServer CreateServer(int port, ILogger<WebServer> logger) =>
        new(new WebPort("status page", "--status-page-port", port, IPAddress.Loopback), Map, logger);

    private void Map(WebApplication web)
    {
        web.MapGet("/", async (CancellationToken cancellation) => Results.Content(await PageAsync(cancellation), "text/html; charset=utf-8"));
        web.MapGet("/state", async context => await context.Response.WriteAsync(await StateAsync(context.RequestAborted), context.RequestAborted));
        web.MapGet("/events", PushAsync);
    }

    /// <summary>With what is to be seen now in it, so that it is drawn at once; the serializer leaves no bracket that could end the script.</summary>
    private async Task<string> PageAsync(CancellationToken cancellation)
    {
        using var page = new StreamReader(typeof(LivePage).Assembly.GetManifestResourceStream("page.html")!);
        return (await page.ReadToEndAsync(cancellation)).Replace(FirstState, await StateAsync(cancellation), StringComparison.Ordinal);
    }

    private async Task PushAsync(HttpContext context)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var shown = "";
        try
        {
            while (true)
            {
                if (await StateAsync(end.Token) is var state && state != shown)
                {
                    await context.Response.WriteAsync($"data: {state}\n\n", end.Token);
                    await context.Response.Body.FlushAsync(end.Token);
                    shown = state;
                }

                await Task.Delay(Pause, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Who looked has gone, or we go.
        }
    }

    private async Task<string> StateAsync(CancellationToken cancellation)
    {
        try
        {
            return StatusView.Of(await read(cancellation)).ToJsonString();
        }
        catch (Exception failure) when (failure is ReadFailedException or HttpRequestException or TimeoutException)
        {
            return new JsonObject { ["error"] = failure.Message }.ToJsonString();
        }
    }
}
