using System.Net;
using LbController.Host.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Health;

/// <summary><c>/healthz</c> fails when the loop or a watch hangs, <c>/readyz</c> also before the first sync.</summary>
internal static class HealthEndpoints
{
    public static WebServer CreateServer(HealthState health, string address, int port, ILogger<WebServer> logger) =>
        new(new WebPort("probes", "--health-probe-port", port, IPAddress.Parse(address)) { IsVital = true }, web => Map(web, health), logger);

    private static void Map(WebApplication web, HealthState health)
    {
        web.MapGet("/healthz", () => Answer(health.Look()));
        web.MapGet("/readyz", () => Answer(health.Hindrance));
    }

    private static IResult Answer(string why) =>
        why.Length == 0 ? Results.Text("ok") : Results.Text(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}
