using LbController.Kubernetes.Reviewing;
using Microsoft.AspNetCore.Http;

namespace LbController.Host.Web;

/// <summary>Lets in whom the API server lets through: the caller's token is reviewed, then whether it may get the path.</summary>
internal sealed class CallerReview(AccessReviewer reviewer)
{
    /// <summary>False: the answer is written already, 401, 403, or 503 when the API server could not be asked.</summary>
    public async Task<bool> AdmitsAsync(HttpContext context, string path)
    {
        var verdict = await reviewer.ReviewAsync(TokenOf(context), "get", path, context.RequestAborted);
        if (verdict == AccessVerdict.Allowed)
        {
            return true;
        }

        context.Response.StatusCode = verdict switch
        {
            AccessVerdict.Unauthenticated => StatusCodes.Status401Unauthorized,
            AccessVerdict.Forbidden => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status503ServiceUnavailable,
        };
        return false;
    }

    private static string TokenOf(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : "";
}
