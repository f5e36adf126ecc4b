using LbController.Lab.Processes;
using static LbController.Interop.Tests.Lab.LabFixture;

namespace LbController.Interop.Tests.Lab;

/// <summary>What is wrong is said on the object concerned, and all else goes on.</summary>
[Collection(LabCollection.Name)]
public sealed class BadInputTests(LabFixture fixture)
{
    [Fact]
    public async Task A_pool_with_a_bad_CIDR_or_a_bad_range_is_refused_with_the_value()
    {
        await RefusedAsync(Pool("slip", "192.0.2.0/244"), "spec.addresses[0]");

        await RefusedAsync(Pool("slip", "192.0.2.9-192.0.2.3"), "a range begins with its lowest address");

        // What no rule of the API server can tell is said by the controller's webhook.
        await RefusedAsync(Pool("slip", "2001:db8::9-2001:db8::3"), "spec.addresses[0]: '2001:db8::9-2001:db8::3' ends before it begins");
        Assert.StartsWith("10.77.0.", await fixture.AddressOfAsync("web-l2"), StringComparison.Ordinal);
    }

    [Fact]
    public Task An_overlapping_pool_is_refused_with_the_name_of_the_other() => RefusedAsync(Pool("zz-overlap", "10.90.0.128/25"), "'routed'");

    [Fact]
    public async Task A_request_outside_every_pool_is_told_on_the_Service()
    {
        await fixture.ApplyAsync("""
            apiVersion: v1
            kind: Service
            metadata: {name: lost, annotations: {metallb.io/loadBalancerIPs: 203.0.113.9}}
            spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
            """);
        await fixture.EventAsync("Service", "lost", "AllocationFailed", "203.0.113.9");
        await fixture.KubectlAsync("delete", "service", "lost");
    }

    [Fact]
    public async Task A_peer_with_a_wrong_AS_is_told_on_the_peer_until_it_is_mended()
    {
        await PeerAsAsync(65000);
        await fixture.EventAsync("BGPPeer", "router", "SessionDown", "65000");
        await PeerAsAsync(64512);
        await Eventually.TrueAsync(async () => await fixture.Lab.Router.EstablishedAsync(Cancel) == 3, TimeSpan.FromSeconds(40), "three sessions stand", Cancel);

        Task PeerAsAsync(int asn) => fixture.KubectlAsync("patch", "-n", "metallb-system", "bgppeer", "router", "--type=merge", "-p", $$$"""{"spec": {"peerASN": {{{asn}}}}}""");
    }

    [Fact]
    public Task A_second_peer_for_one_router_is_refused_with_the_name_of_the_first() => RefusedAsync(
        """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: again, namespace: metallb-system}
        spec: {myASN: 64513, peerASN: 64512, peerAddress: 10.77.0.1}
        """,
        "'router'");

    [Fact]
    public async Task A_peer_that_cannot_be_is_told_on_the_peer()
    {
        await fixture.ApplyAsync("""
            apiVersion: metallb.io/v1beta2
            kind: BGPPeer
            metadata: {name: no-secret, namespace: metallb-system}
            spec: {myASN: 64513, peerASN: 64512, peerAddress: 10.77.0.77, passwordSecret: {name: missing}}
            """);
        await fixture.EventAsync("BGPPeer", "no-secret", "SessionNotStarted", "missing");
        await fixture.KubectlAsync("delete", "-n", "metallb-system", "bgppeer", "no-secret");
    }

    [Fact]
    public async Task A_manifest_that_is_not_YAML_is_refused_by_kubectl()
    {
        var failure = await Assert.ThrowsAsync<LabException>(() => fixture.ApplyAsync("kind: [unclosed"));
        Assert.Contains("yaml", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static string Pool(string name, string addresses) => $$"""
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: {{name}}, namespace: metallb-system}
        spec: {addresses: ["{{addresses}}"], autoAssign: false}
        """;

    private async Task RefusedAsync(string manifest, string why)
    {
        var failure = await Assert.ThrowsAsync<LabException>(() => fixture.ApplyAsync(manifest));
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }
}
