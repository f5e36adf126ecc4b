using System.Net;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reviewing;
using LbController.Kubernetes.Tests.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LbController.Kubernetes.Tests.Reviewing;

public sealed class AccessReviewerTests
{
    private const string TokenReviews = "/apis/authentication.k8s.io/v1/tokenreviews";
    private const string Known = """{"status":{"authenticated":true,"user":{"username":"system:serviceaccount:mon:prom","uid":"u1","groups":["system:authenticated"]}}}""";

    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(Known, """{"status":{"allowed":true}}""", AccessVerdict.Allowed)]
    [InlineData(Known, """{"status":{"allowed":false,"reason":"no"}}""", AccessVerdict.Forbidden)]
    [InlineData("""{"status":{"authenticated":false,"error":"expired"}}""", "", AccessVerdict.Unauthenticated)]
    [InlineData("""{"status":{}}""", "", AccessVerdict.Unauthenticated)]
    public async Task The_API_server_decides(string identity, string access, AccessVerdict verdict)
    {
        var api = ScriptedApi.Answering(request => ScriptedApi.Json(request.Path == TokenReviews ? identity : access, HttpStatusCode.Created));

        Assert.Equal(verdict, await ReviewAsync(Reviewer(api.Client(time))));
    }

    [Fact]
    public async Task The_second_question_is_about_the_one_whom_the_first_has_named()
    {
        var api = ScriptedApi.Answering(request => ScriptedApi.Json(request.Path == TokenReviews ? Known : """{"status":{"allowed":true}}""", HttpStatusCode.Created));
        await ReviewAsync(Reviewer(api.Client(time)));

        Assert.Equal("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"abc"}}""", api.Requests[0].Body);
        Assert.Contains("""user":"system:serviceaccount:mon:prom","uid":"u1","groups":["system:authenticated"]""", api.Requests[1].Body, StringComparison.Ordinal);
        Assert.Contains("""nonResourceAttributes":{"path":"/metrics","verb":"get"}""", api.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_is_good_for_a_minute()
    {
        var api = ScriptedApi.Answering(request => ScriptedApi.Json(request.Path == TokenReviews ? Known : """{"status":{"allowed":true}}"""));
        var reviewer = Reviewer(api.Client(time));
        await ReviewAsync(reviewer);
        await ReviewAsync(reviewer);
        Assert.Equal(2, api.Requests.Count);

        time.Advance(TimeSpan.FromSeconds(61));
        await ReviewAsync(reviewer);
        Assert.Equal(4, api.Requests.Count);
    }

    [Fact]
    public async Task What_the_server_does_not_answer_is_not_remembered()
    {
        var api = ScriptedApi.Answering(_ => ScriptedApi.Failure(HttpStatusCode.Forbidden));
        var reviewer = Reviewer(api.Client(time));

        Assert.Equal(AccessVerdict.Unknown, await ReviewAsync(reviewer));
        Assert.Equal(AccessVerdict.Unknown, await ReviewAsync(reviewer));
        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task Without_a_token_nobody_is_asked()
    {
        var api = ScriptedApi.Answering(_ => ScriptedApi.Failure(HttpStatusCode.Forbidden));

        Assert.Equal(AccessVerdict.Unauthenticated, await Reviewer(api.Client(time)).ReviewAsync("", "get", "/metrics", TestContext.Current.CancellationToken));
        Assert.Empty(api.Requests);
    }

    private AccessReviewer Reviewer(ClusterClient client) => new(client, time, NullLogger<AccessReviewer>.Instance);

    private static Task<AccessVerdict> ReviewAsync(AccessReviewer reviewer) =>
        reviewer.ReviewAsync("abc", "get", "/metrics", TestContext.Current.CancellationToken);
}
