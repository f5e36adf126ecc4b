using LbController.Engine.Figures;
using LbController.Host.Recording;
using LbController.Host.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Metrics;

/// <summary><c>GET /metrics</c>, for whoever the API server lets through.</summary>
/// <param name="metrics">All that may be shown.</param>
/// <param name="figures">What is to be shown now.</param>
/// <param name="review">Asks the API server about the caller; null: everybody may look.</param>
internal sealed class MetricsEndpoint(IReadOnlyList<Metric> metrics, Func<Task<IReadOnlyList<Figure>>> figures, CallerReview? review)
{
    public const string Path = "/metrics";

    /// <summary>A loop that does not answer for this long hangs; the probes say so, and the scrape fails.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <param name="port">Where to serve.</param>
    /// <param name="recording">The flight recorder, on the same port; null: not served.</param>
    /// <param name="logger">A port that is taken is told here.</param>
    public WebServer CreateServer(WebPort port, RecordingEndpoint? recording, ILogger<WebServer> logger) => new(
        port,
        web =>
        {
            web.MapGet(Path, HandleAsync);
            if (recording is not null)
            {
                web.MapGet(RecordingEndpoint.Path, recording.HandleAsync);
            }
        },
        logger);

    private async Task HandleAsync(HttpContext context)
    {
        if (review is not null && !await review.AdmitsAsync(context, Path))
        {
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
}
