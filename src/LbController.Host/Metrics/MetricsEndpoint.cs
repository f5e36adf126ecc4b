using LbController.Engine.Figures;
using LbController.Kubernetes.Reviewing;
using Microsoft.AspNetCore.Http;

namespace LbController.Host.Metrics;

/// <summary><c>GET /metrics</c>, for whoever the API server lets through.</summary>
/// <param name="metrics">All that may be shown.</param>
/// <param name="figures">What is to be shown now.</param>
/// <param name="reviewer">Asks the API server about the caller; null: everybody may look.</param>
internal sealed class MetricsEndpoint(IReadOnlyList<Metric> metrics, Func<Task<IReadOnlyList<Figure>>> figures, AccessReviewer? reviewer)
{
    public const string Path = "/metrics";

    /// <summary>A loop that does not answer for this long hangs; the probes say so, and the scrape fails.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public async Task HandleAsync(HttpContext context)
    {
        if (reviewer is not null && await reviewer.ReviewAsync(TokenOf(context), "get", Path, context.RequestAborted) is not AccessVerdict.Allowed and var verdict)
        {
            context.Response.StatusCode = StatusOf(verdict);
            return;
        }

        try
        {
            var text = TextExposition.Write(metrics, await figures().WaitAsync(LongestWait, context.RequestAborted));
            context.Response.ContentType = TextExposition.ContentType;
            await context.Response.WriteAsync(text, context.RequestAborted);
        }
        catch (TimeoutException)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private static int StatusOf(AccessVerdict verdict) => verdict switch
    {
        AccessVerdict.Unauthenticated => StatusCodes.Status401Unauthorized,
        AccessVerdict.Forbidden => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static string TokenOf(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : "";
}
