using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Web;

/// <summary>
/// One of the web servers of a daemon. It has no configuration files: the usual one looks for some in the working directory and watches it with all
/// that is below, which in a container is the root, with <c>/proc</c> and <c>/sys</c>, so that a start takes minutes. A port that is taken costs what is
/// served there, not the work.
/// </summary>
/// <param name="port">Where it listens.</param>
/// <param name="map">What it serves.</param>
/// <param name="logger">A port that is taken is told here.</param>
internal sealed partial class WebServer(WebPort port, Action<WebApplication> map, ILogger<WebServer> logger) : IHostedService, IAsyncDisposable
{
    private WebApplication? web;

    /// <summary>Where it listens, once started.</summary>
    public int Port => new Uri(web!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(Listen);
        web = builder.Build();
        map(web);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException failure) when (!port.IsVital)
        {
            Taken(port.Serves, port.Number, failure.Message, port.Option);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => web?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => web?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.Limits.MaxRequestBodySize = port.LargestRequest;
        if (port.Address is { } address)
        {
            kestrel.Listen(address, port.Number, Secure);
        }
        else
        {
            kestrel.ListenAnyIP(port.Number, Secure);
        }
    }

    private void Secure(ListenOptions listener) => port.Tls?.Secure(listener);

    [LoggerMessage(EventId = 130, Level = LogLevel.Error, Message = "no {Serves} on port {Port}: {Why}; give another {Option}")]
    private partial void Taken(string serves, int port, string why, string option);
}
