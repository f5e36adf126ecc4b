using System.Net;
using LbController.Kubernetes.Client;
using Microsoft.Extensions.Time.Testing;

namespace LbController.Kubernetes.Tests.Client;

public sealed class ClusterClientTests
{
    [Fact]
    public async Task A_transport_failure_is_tried_again()
    {
        var failures = 2;
        using var api = ScriptedApi.Answering(_ => failures-- > 0 ? throw new HttpRequestException("reset") : ScriptedApi.Json("{}"));
        using var client = api.Client(TimeProvider.System);

        var answer = await client.CallAsync(HttpMethod.Get, "api/v1/services", body: null, CancellationToken.None);

        Assert.True(answer.IsSuccess);
        Assert.Equal(3, api.Requests.Count);
    }

    [Fact]
    public async Task A_POST_is_sent_once_because_it_might_create_twice()
    {
        using var api = ScriptedApi.Answering(_ => throw new HttpRequestException("reset"));
        using var client = api.Client(TimeProvider.System);

        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.CallAsync(HttpMethod.Post, "api/v1/events", body: null, CancellationToken.None));

        Assert.Single(api.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_does_not_answer_is_given_up(bool watch)
    {
        var time = new FakeTimeProvider();
        using var api = new ScriptedApi(_ => new TaskCompletionSource<HttpResponseMessage>().Task);
        using var client = api.Client(time);

        Task call = watch
            ? client.OpenAsync("api/v1/services?watch=true", CancellationToken.None)
            : client.CallAsync(HttpMethod.Get, "api/v1/services", body: null, CancellationToken.None);
        await Eventually.HoldsAsTimePasses(() => call.IsCompleted, "the call ends", time, TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains("no answer within 30 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_still_has_its_status()
    {
        using var api = ScriptedApi.Answering(_ => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>") });
        using var client = api.Client(TimeProvider.System);

        var answer = await client.CallAsync(HttpMethod.Get, "api/v1/services", body: null, CancellationToken.None);

        Assert.Equal("502 BadGateway", answer.Message);
    }
}
