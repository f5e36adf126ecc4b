using LbController.Engine.Recording;
using LbController.Host.Web;
using Microsoft.AspNetCore.Http;

namespace LbController.Host.Recording;

/// <summary>
/// <c>GET /debug/recording</c>: the last inputs and decisions. <c>?of=unhealthy</c>, <c>defect</c> or <c>asked</c>: the file that was written on that
/// occasion. Only for whoever the API server lets get this path, which no role of ours binds to anybody.
/// </summary>
internal sealed class RecordingEndpoint(FlightRecorder recorder, RecordingFolder folder, CallerReview review)
{
    public const string Path = "/debug/recording";

    public async Task HandleAsync(HttpContext context)
    {
        if (!await review.AdmitsAsync(context, Path))
        {
            return;
        }

        context.Response.ContentType = "application/jsonl";
        if (context.Request.Query["of"] is [{ Length: > 0 } occasion])
        {
            await SendFileAsync(context, occasion);
            return;
        }

        foreach (var line in RecordingText.Write(recorder.Take("looked at")))
        {
            await context.Response.WriteAsync(line + "\n", context.RequestAborted);
        }
    }

    private async Task SendFileAsync(HttpContext context, string occasion)
    {
        if (folder.Find(occasion) is { } file)
        {
            await context.Response.SendFileAsync(file, context.RequestAborted);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
