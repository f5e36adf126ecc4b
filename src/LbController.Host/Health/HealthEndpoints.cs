using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LbController.Host.Health;

/// <summary><c>/healthz</c> fails when the loop hangs, <c>/readyz</c> also before the first sync.</summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication web, HealthState health)
    {
        web.MapGet("/healthz", () => Answer(health.IsAlive, "the loop does not turn"));
        web.MapGet("/readyz", () => Answer(health.IsReady, "the watches are not in sync yet"));
    }

    private static IResult Answer(bool good, string otherwise) =>
        good ? Results.Text("ok") : Results.Text(otherwise, statusCode: StatusCodes.Status503ServiceUnavailable);
}
