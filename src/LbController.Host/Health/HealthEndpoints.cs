using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LbController.Host.Health;

/// <summary><c>/healthz</c> fails when the loop or a watch hangs, <c>/readyz</c> also before the first sync.</summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication web, HealthState health)
    {
        web.MapGet("/healthz", () => Answer(health.Illness));
        web.MapGet("/readyz", () => Answer(health.Hindrance));
    }

    private static IResult Answer(string why) =>
        why.Length == 0 ? Results.Text("ok") : Results.Text(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}
