using System.Text.Json.Nodes;
using LbController.Host.Web;
using LbController.Kubernetes.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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
/// <param name="port">Where; 0 takes a free one.</param>
/// <param name="logger">A port that is taken is told here.</param>
internal sealed partial class StatusPageServer(Func<CancellationToken, Task<StatusObjects>> read, int port, ILogger<StatusPageServer> logger) : IHostedService, IAsyncDisposable
{
    private const string FirstState = "/*the state at first*/null";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private WebApplication? web;

    /// <summary>Where it listens, once started.</summary>
    public int Port => new Uri(web!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = PlainWeb.CreateBuilder();
        builder.Logging.ClearProviders();
        web = builder.Build();
        web.Urls.Add($"http://127.0.0.1:{port}");
        web.MapGet("/", async (CancellationToken cancellation) => Results.Content(await PageAsync(cancellation), "text/html; charset=utf-8"));
        web.MapGet("/state", async context => await context.Response.WriteAsync(await StateAsync(context.RequestAborted), context.RequestAborted));
        web.MapGet("/events", PushAsync);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException failure)
        {
            NoPage(port, failure.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => web?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => web?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>With what is to be seen now in it, so that it is drawn at once; the serializer leaves no bracket that could end the script.</summary>
    private async Task<string> PageAsync(CancellationToken cancellation)
    {
        using var page = new StreamReader(typeof(StatusPageServer).Assembly.GetManifestResourceStream("page.html")!);
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

    [LoggerMessage(EventId = 112, Level = LogLevel.Error, Message = "no status page on port {Port}: {Why}; give another --status-page-port")]
    private partial void NoPage(int port, string why);
}
