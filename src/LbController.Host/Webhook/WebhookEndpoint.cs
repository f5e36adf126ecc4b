using System.Text.Json;
using LbController.Engine.Admission;
using LbController.Kubernetes.Admission;
using LbController.Kubernetes.Watching;
using Microsoft.AspNetCore.Http;

namespace LbController.Host.Webhook;

/// <summary>Answers the API server's AdmissionReviews.</summary>
/// <param name="kinds">The kinds that are judged.</param>
/// <param name="judge">Decides.</param>
internal sealed class WebhookEndpoint(IReadOnlyList<WatchedKind> kinds, Func<AdmissionQuestion, AdmissionVerdict> judge)
{
    public async Task HandleAsync(HttpContext context)
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

            var verdict = error.Length > 0 ? AdmissionVerdict.Refused(error) : question is null ? AdmissionVerdict.Allowed : judge(question);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(AdmissionReviewCodec.Answer(uid, verdict).ToJsonString(), context.RequestAborted);
        }
    }
}
