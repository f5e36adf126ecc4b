using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LbController.Lab.Backends;

/// <summary>The page behind a Service: says which pod answered and which client address it saw.</summary>
internal static class WebBackend
{
    public static async Task RunAsync(IPEndPoint listen, string name, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(options => options.Listen(listen, endpoint => endpoint.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        app.Run(context => Answer(context, name));
        await app.StartAsync(cancel);
        await app.WaitForShutdownAsync(cancel);
    }

    private static Task Answer(HttpContext context, string name)
    {
        // A connection a page: the next fetch is a new one and may reach another pod.
        context.Response.Headers.Connection = "close";
        context.Response.ContentType = "application/json";
        var client = context.Connection.RemoteIpAddress;
        client = client is { IsIPv4MappedToIPv6: true } ? client.MapToIPv4() : client;
        return context.Response.WriteAsync(
            $"{{\"pod\":\"{JsonEncodedText.Encode(name)}\",\"client\":\"{client}\"}}\n", context.RequestAborted);
    }
}
