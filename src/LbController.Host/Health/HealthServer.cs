using LbController.Host.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Health;

/// <summary>Serves the probes on their port; 0 turns them off.</summary>
internal sealed class HealthServer(HealthState health, string address, int port) : IHostedService, IAsyncDisposable
{
    private WebApplication? web;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (port == 0)
        {
            return;
        }

        var builder = PlainWeb.CreateBuilder();
        builder.Logging.ClearProviders();
        web = builder.Build();
        web.Urls.Add($"http://{address}:{port}");
        HealthEndpoints.Map(web, health);
        await web.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => web?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => web?.DisposeAsync() ?? ValueTask.CompletedTask;
}
