using System.Text.Json;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Watching;

namespace LbController.Kubernetes.Tests.Watching;

public sealed class RoleWatchesTests
{
    private static readonly WatchedKind[] All = [.. ControllerWatches.Kinds("lb"), .. SpeakerWatches.Kinds("lb")];

    [Fact]
    public void Only_what_belongs_to_the_cluster_is_watched_outside_of_the_own_namespace() =>
        Assert.All(All, kind => Assert.Equal(
            kind.SnapshotType != typeof(SecretSnapshot) && kind.Path.Group != "metallb.io",
            kind.Namespace.Length == 0));

    [Fact]
    public void The_controller_watches_no_Secret() =>
        Assert.DoesNotContain(ControllerWatches.Kinds("lb"), kind => kind.SnapshotType == typeof(SecretSnapshot));

    [Fact]
    public void No_role_watches_a_kind_twice()
    {
        foreach (var kinds in new[] { ControllerWatches.Kinds("lb"), SpeakerWatches.Kinds("lb") })
        {
            Assert.Equal(kinds.Count, kinds.Select(kind => kind.SnapshotType).Distinct().Count());
        }
    }

    [Fact]
    public void Every_kind_reads_an_object_that_has_a_name_and_nothing_else() =>
        Assert.All(All, kind =>
        {
            var snapshot = kind.Read(JsonElement.Parse("""{"metadata":{"name":"a"},"spec":{}}"""));
            Assert.IsType(kind.SnapshotType, snapshot);
            Assert.Equal("a", snapshot.Key.Name);
        });

    [Fact]
    public void Every_path_is_the_one_of_the_API()
    {
        Assert.Equal("api/v1/services", Path(typeof(ServiceSnapshot)));
        Assert.Equal("apis/discovery.k8s.io/v1/endpointslices", Path(typeof(EndpointSliceSnapshot)));
        Assert.Equal("api/v1/namespaces/lb/secrets", Path(typeof(SecretSnapshot)));
        Assert.Equal("apis/metallb.io/v1beta1/namespaces/lb/ipaddresspools", Path(typeof(PoolSpec)));
        Assert.Equal("apis/metallb.io/v1beta2/namespaces/lb/bgppeers", Path(typeof(BgpPeerSpec)));
    }

    private static string Path(Type snapshot)
    {
        var kind = SpeakerWatches.Kinds("lb").Single(kind => kind.SnapshotType == snapshot);
        return kind.Path.Collection(kind.Namespace);
    }
}
