using System.Net;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Writing;

/// <summary>What an answer of the API server, or its absence, means for the command behind it.</summary>
internal static class ApiOutcome
{
    public static Outcome Of(ApiAnswer answer) => answer.IsSuccess ? Outcome.Done : new Outcome(KindOf(answer.Status), answer.Message);

    public static Outcome Of(Exception failure) => new(OutcomeKind.Failed, failure.Message);

    private static OutcomeKind KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Conflict => OutcomeKind.Conflict,
        HttpStatusCode.NotFound => OutcomeKind.NotFound,
        HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableContent => OutcomeKind.Refused,
        _ => OutcomeKind.Failed,
    };
}
