using System.Text.Json;
using LbController.Engine.Admission;
using LbController.Host.Tls;
using LbController.Host.Web;
using LbController.Kubernetes.Admission;
using LbController.Kubernetes.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Webhook;

/// <summary>
/// Answers the API server's AdmissionReviews. Every path that begins with <c>/validate</c> is the same, those of MetalLB's own configuration among them.
/// Without it objects in error are told in their status all the same.
/// Answers the API server's AdmissionReviews. Right after its start the controller knows a part of the cluster; questions then wait, and what would wait
/// too long is answered with 503, so that the failurePolicy decides: Ignore lets the change through, to be judged in its status, and Fail refuses it for now.
/// </summary>
/// <param name="kinds">The kinds that are judged.</param>
/// <param name="judge">Decides.</param>
/// <param name="ready">Completed when there is enough to decide upon.</param>
/// <param name="time">The clock of the waiting.</param>
internal sealed class WebhookEndpoint(IReadOnlyList<WatchedKind> kinds, Func<AdmissionQuestion, AdmissionVerdict> judge, Task ready, TimeProvider time)
{
    /// <summary>Shorter than the five seconds that the API server waits for us.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    /// <summary>An object has at most about 1.5 MiB, and a review holds two.</summary>
    private const int LargestReview = 4 * 1024 * 1024;

    public WebServer CreateServer(int port, ServedTls tls, ILogger<WebServer> logger) =>
        new(new WebPort("webhook", "--webhook-port", port, Tls: tls) { LargestRequest = LargestReview }, web => web.Run(AnswerAsync), logger);

    private Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path.Value!.StartsWith("/validate", StringComparison.Ordinal))
        {
            return JudgeAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task JudgeAsync(HttpContext context)
    {
        JsonDocument review;
        try
        {
            review = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using (review)
        {
            if (!AdmissionReviewCodec.TryRead(review.RootElement, kinds, out var uid, out var question, out var error))
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            if (!await IsReadyAsync(context.RequestAborted))
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await context.Response.WriteAsync("the controller has just started and has not read the whole cluster yet; try again in a few seconds", context.RequestAborted);
                return;
            }

            var verdict = error.Length > 0 ? AdmissionVerdict.Refused(error) : question is null ? AdmissionVerdict.Allowed : judge(question);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(AdmissionReviewCodec.Answer(uid, verdict).ToJsonString(), context.RequestAborted);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            await ready.WaitAsync(LongestWait, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
