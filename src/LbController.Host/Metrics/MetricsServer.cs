using LbController.Host.Tls;
using LbController.Host.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Metrics;

/// <summary>
/// Serves the metrics on their port of every address; over TLS if it is given a certificate. A port that is taken costs the metrics, not the
/// work.
/// </summary>
internal sealed partial class MetricsServer(MetricsEndpoint endpoint, int port, ServedTls? tls, ILogger<MetricsServer> logger) : IHostedService, IAsyncDisposable
{
    private WebApplication? web;

    /// <summary>Where it listens, once started.</summary>
    public int Port => new Uri(web!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = PlainWeb.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(port, listener => tls?.Secure(listener)));
        web = builder.Build();
        web.MapGet(MetricsEndpoint.Path, endpoint.HandleAsync);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException failure)
        {
            NoMetrics(port, failure.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => web?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => web?.DisposeAsync() ?? ValueTask.CompletedTask;

    [LoggerMessage(EventId = 110, Level = LogLevel.Error, Message = "no metrics on port {Port}: {Why}; give another --port")]
    private partial void NoMetrics(int port, string why);
}
