using System.Net;
using k8s;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reviewing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Kubernetes.Tests.Reviewing;

public sealed class AccessWatchTests : IDisposable
{
    private const string Rbac = """{"kind":"Status","reason":"Forbidden","message":"services is forbidden: User \"x\" cannot list resource \"services\" in API group \"\" at the cluster scope"}""";

    private readonly List<Fact> facts = [];
    private readonly ClusterClient client;
    private (HttpStatusCode Status, string Body) answer;

    public AccessWatchTests() => client = new ClusterClient(
        new KubernetesClientConfiguration { Host = "http://api.test" },
        new ClusterTimings(),
        TimeProvider.System,
        new AccessWatch(facts.Add, NullLogger<AccessWatch>.Instance),
        new Answers(() => answer));

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData("GET", "/api/v1/services?limit=500", "list", "services", true)]
    [InlineData("GET", "/api/v1/namespaces", "list", "namespaces", true)]
    [InlineData("GET", "/apis/metallb.io/v1beta1/namespaces/lb/ipaddresspools?watch=true&resourceVersion=1", "watch", "ipaddresspools.metallb.io", false)]
    [InlineData("PATCH", "/api/v1/namespaces/shop/services/web/status", "patch", "services/status", false)]
    [InlineData("POST", "/api/v1/namespaces/shop/events", "create", "events", false)]
    [InlineData("GET", "/apis/coordination.k8s.io/v1/namespaces/lb/leases/lb", "get", "leases.coordination.k8s.io", false)]
    [InlineData("DELETE", "/apis/metallb.io/v1beta1/namespaces/lb/servicel2statuses/x", "delete", "servicel2statuses.metallb.io", false)]
    public void A_request_says_which_right_it_needs(string method, string path, string verb, string subject, bool isOfCluster)
    {
        var right = RequestedRight.Of(new HttpMethod(method), new Uri("http://api.test" + path))!;
        Assert.Equal((verb, subject, isOfCluster), (right.Verb, right.Subject, right.IsOfCluster));
    }

    [Fact]
    public void A_path_that_is_no_resource_needs_none() => Assert.Null(RequestedRight.Of(HttpMethod.Get, new Uri("http://api.test/readyz")));

    [Fact]
    public async Task A_denied_right_is_told_once_and_once_more_when_it_is_there()
    {
        answer = (HttpStatusCode.Forbidden, Rbac);
        await ListAsync();
        await ListAsync();
        Assert.Equal([new Fact.AccessDenied("list", "services")], facts);
        answer = (HttpStatusCode.OK, """{"items":[]}""");
        await ListAsync();
        await ListAsync();
        Assert.Equal([new Fact.AccessDenied("list", "services"), new Fact.AccessGiven("list", "services")], facts);
    }

    [Fact]
    public async Task A_403_that_is_not_about_rights_is_none()
    {
        answer = (HttpStatusCode.Forbidden, """{"kind":"Status","message":"namespace shop is being terminated"}""");
        Assert.Equal("403 Forbidden: namespace shop is being terminated", (await ListAsync()).Message);
        Assert.Empty(facts);
    }

    private Task<ApiAnswer> ListAsync() => client.CallAsync(HttpMethod.Get, "api/v1/services", body: null, TestContext.Current.CancellationToken);

    private sealed class Answers(Func<(HttpStatusCode Status, string Body)> answer) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(answer().Status) { Content = new StringContent(answer().Body) });
    }
}
