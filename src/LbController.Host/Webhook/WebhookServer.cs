using LbController.Host.Tls;
using LbController.Host.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Webhook;

/// <summary>
/// Serves the validating webhook over TLS. Every path that begins with <c>/validate</c> is the same, those of MetalLB's own configuration among
/// them. A port that is taken costs the webhook, not the work: objects in error are told in their status all the same.
/// </summary>
internal sealed partial class WebhookServer(WebhookEndpoint endpoint, int port, ServedTls tls, ILogger<WebhookServer> logger) : IHostedService, IAsyncDisposable
{
    /// <summary>An object has at most about 1.5 MiB, and a review holds two.</summary>
    private const int LargestReview = 4 * 1024 * 1024;

    private WebApplication? web;

    /// <summary>Where it listens, once started.</summary>
    public int Port => new Uri(web!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = PlainWeb.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestReview;
            kestrel.ListenAnyIP(port, tls.Secure);
        });
        web = builder.Build();
        web.Run(AnswerAsync);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException failure)
        {
            NoWebhook(port, failure.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => web?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => web?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path.Value!.StartsWith("/validate", StringComparison.Ordinal))
        {
            return endpoint.HandleAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 111, Level = LogLevel.Error, Message = "no webhook on port {Port}: {Why}; give another --webhook-port")]
    private partial void NoWebhook(int port, string why);
}
