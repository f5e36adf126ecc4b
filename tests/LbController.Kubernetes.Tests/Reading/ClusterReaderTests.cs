using System.Net;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Reading;
using LbController.Kubernetes.Tests.Client;
using LbController.Kubernetes.Watching;

namespace LbController.Kubernetes.Tests.Reading;

public sealed class ClusterReaderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_pages_of_all_kinds_become_snapshots_and_an_unreadable_object_costs_itself()
    {
        using var api = ScriptedApi.Answering(request => ScriptedApi.Json((request.Path, request.Query.Contains("continue", StringComparison.Ordinal)) switch
        {
            ("/api/v1/namespaces", _) => """{"metadata":{},"items":[{"metadata":{"name":"shop"}}]}""",
            (_, false) => """{"metadata":{"continue":"more"},"items":[{"metadata":{"name":"a","namespace":"lb"},"spec":{"addresses":["192.0.2.0/24"]}}]}""",
            _ => """{"metadata":{},"items":[{"metadata":{"name":"b","namespace":"lb"},"spec":{"addresses":7}},{"metadata":{"name":"c","namespace":"lb"}}]}""",
        }));
        using var client = api.Client(TimeProvider.System);

        var objects = await new ClusterReader(client).ReadAsync([CoreWatches.Namespaces, MetalLbWatches.Pools("lb")], Cancel);

        Assert.Equal(["shop", "lb/a", "lb/c"], objects.Select(item => item.Key.ToString()));
        Assert.Equal([typeof(NamespaceSnapshot), typeof(PoolSpec), typeof(PoolSpec)], objects.Select(item => item.GetType()));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "missing right: verb 'list' on resource 'ipaddresspools.metallb.io' in namespace 'lb'")]
    [InlineData(HttpStatusCode.Unauthorized, "the API server does not know who asks (401)")]
    [InlineData(HttpStatusCode.NotFound, "the cluster does not know 'ipaddresspools.metallb.io' (v1beta1): install the CRDs")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "'list' of 'ipaddresspools.metallb.io' in namespace 'lb' failed: ")]
    public async Task A_refusal_names_verb_and_resource(HttpStatusCode status, string message)
    {
        using var api = ScriptedApi.Answering(_ => ScriptedApi.Failure(status));
        using var client = api.Client(TimeProvider.System);

        var failure = await Assert.ThrowsAsync<ReadFailedException>(() => new ClusterReader(client).ReadAsync([MetalLbWatches.Pools("lb")], Cancel));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal(status, failure.Status);
    }
}
