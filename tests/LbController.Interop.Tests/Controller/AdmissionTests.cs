namespace LbController.Interop.Tests.Controller;

/// <summary>Real kubectl, the embedded API and the controller's webhook: what is refused, and what is said about what is not.</summary>
public sealed class AdmissionTests(AdmissionFixture fixture) : IClassFixture<AdmissionFixture>
{
    [Theory]
    [InlineData("IPAddressPool", "v1beta1", "{addresses: [192.0.2.4/32]}", "IPAddressPool x: spec.addresses[0]: '192.0.2.4/32' overlaps '192.0.2.0-192.0.2.7' of pool 'blue'")]
    [InlineData("IPAddressPool", "v1beta1", "{addresses: [192.0.2.99-192.0.2.90]}", "a range begins with its lowest address: swap its ends")]
    [InlineData("IPAddressPool", "v1beta1", "{addresses: ['2001:db8::9-2001:db8::3']}", "write '2001:db8::3-2001:db8::9'")]
    [InlineData("BGPAdvertisement", "v1beta1", "{aggregationLength: 28, ipAddressPools: [blue]}", "BGPAdvertisement x: spec.aggregationLength: '28' is wider than 192.0.2.0-192.0.2.7 of IPAddressPool 'blue'")]
    [InlineData("BGPAdvertisement", "v1beta1", "{communities: ['70000:1']}", "spec.communities[0]")]
    [InlineData("BGPPeer", "v1beta2", "{myASN: 64512, peerASN: 64513, peerAddress: 198.51.100.1}", "BGPPeer x: spec.peerAddress: '198.51.100.1' is the router of BGPPeer 'router' on the same nodes")]
    [InlineData("BGPPeer", "v1beta1", "{myASN: 64512, peerASN: 64513, peerAddress: 198.51.100.1}", "is the router of BGPPeer 'router' on the same nodes")]
    [InlineData("Community", "v1beta1", "{communities: [{name: gold, value: '65000:2'}]}", "Community x: spec.communities[0].name: 'gold' is given twice, here and in Community 'names'")]
    public async Task A_change_that_breaks_a_rule_is_refused_in_words(string kind, string version, string spec, string words)
    {
        var result = await fixture.TryApplyAsync(Manifest(kind, version, spec));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("L2Advertisement", "v1beta1", "{ipAddressPools: [none]}", "L2Advertisement x: spec.ipAddressPools[0]: 'none' is no IPAddressPool")]
    [InlineData("L2Advertisement", "v1beta1", "{ipAddressPoolSelectors: [{matchLabels: {tier: gold}}]}", "'tier=gold' matches no pool")]
    [InlineData("L2Advertisement", "v1beta1", "{nodeSelectors: [{matchLabels: {rack: nine}}]}", "'rack=nine' selects no node")]
    [InlineData("BGPAdvertisement", "v1beta1", "{communities: [silver], ipAddressPools: [other]}", "'silver' is no alias")]
    [InlineData("BGPPeer", "v1beta2", "{myASN: 64512, peerASN: 64513, peerAddress: 198.51.100.9, bfdProfile: later}", "'later' is no BFDProfile")]
    [InlineData("IPAddressPool", "v1beta1", "{addresses: [203.0.113.0/24]}", "its addresses are given out, but not announced")]
    public async Task A_change_that_is_most_likely_not_meant_is_warned_of(string kind, string version, string spec, string words)
    {
        var result = await fixture.Api.TryKubectlAsync(["apply", "--dry-run=server", "-f", "-"], Manifest(kind, version, spec));
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("Warning: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_that_goes_says_who_will_lose_what()
    {
        var result = await fixture.Api.TryKubectlAsync(["delete", "ipaddresspool", "blue", "-n", "metallb-system", "--dry-run=server"]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("Warning: 3 Services will lose: 192.0.2.0 of shop/a, 192.0.2.1 of shop/b, 192.0.2.2 of shop/c", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_that_shrinks_says_who_will_move()
    {
        var result = await fixture.Api.TryKubectlAsync(
            ["patch", "ipaddresspool", "blue", "-n", "metallb-system", "--type=merge", "--dry-run=server", "-p", """{"spec":{"addresses":["192.0.2.1-192.0.2.7"]}}"""]);
        Assert.Contains("Warning: 1 Service will move: shop/a from 192.0.2.0 to 192.0.2.3", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_advertisement_that_goes_says_who_is_announced_no_more()
    {
        var result = await fixture.Api.TryKubectlAsync(["delete", "l2advertisement", "arp", "-n", "metallb-system", "--dry-run=server"]);
        Assert.Contains("3 Services will be announced no more", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_local_preferences_for_the_same_prefixes_are_refused()
    {
        const string Names = "ipaddresspools.metallb.io/green,bgpadvertisements.metallb.io/green";
        await fixture.ApplyAsync(Manifest("IPAddressPool", "v1beta1", "{addresses: [198.51.100.0/28]}").Replace("name: x", "name: green", StringComparison.Ordinal));
        await fixture.ApplyAsync(Manifest("BGPAdvertisement", "v1beta1", "{ipAddressPools: [green], localPref: 100}").Replace("name: x", "name: green", StringComparison.Ordinal));
        var result = await fixture.TryApplyAsync(Manifest("BGPAdvertisement", "v1beta1", "{ipAddressPools: [green], localPref: 200}"));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(
            "BGPAdvertisement x: spec.localPref: '200' contradicts '100' of BGPAdvertisement 'green', which is older and announces the same prefixes of IPAddressPool 'green' to the same peers; give both one value",
            result.Error,
            StringComparison.Ordinal);
        var apart = await fixture.Api.TryKubectlAsync(["apply", "--dry-run=server", "-f", "-"], Manifest("BGPAdvertisement", "v1beta1", "{ipAddressPools: [green], localPref: 200, aggregationLength: 30}"));
        Assert.True(apart.ExitCode == 0, apart.Error);
        foreach (var name in Names.Split(','))
        {
            await fixture.Api.KubectlAsync("delete", name, "-n", "metallb-system");
        }
    }

    [Fact]
    public async Task A_profile_in_use_stays()
    {
        var result = await fixture.Api.TryKubectlAsync(["delete", "bfdprofile", "fast", "-n", "metallb-system"]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("BFDProfile fast: is in use by BGPPeer 'router'; take it out of spec.bfdProfile there first", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_of_another_namespace_is_refused()
    {
        var result = await fixture.TryApplyAsync(Manifest("IPAddressPool", "v1beta1", "{addresses: [203.0.113.0/24]}").Replace("metallb-system", "shop", StringComparison.Ordinal));
        Assert.Contains("metadata.namespace: 'shop' is not read; create it in 'metallb-system'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_of_the_old_version_keeps_every_field_of_the_new_one()
    {
        const string Spec = """
            {myASN: 64512, peerASN: 64513, localASN: 64999, peerAddress: 198.51.100.77, sourceAddress: 198.51.100.2, peerPort: 1179, holdTime: 9s, keepaliveTime: 3s,
            connectTime: 1s, routerID: 192.0.2.3, nodeSelectors: [{matchLabels: {rack: one}}], passwordSecret: {name: bgp}, bfdProfile: fast, enableGracefulRestart: true,
            ebgpMultiHop: true, vrf: red, disableMP: true, dualStackAddressFamily: true}
            """;
        await fixture.ApplyAsync(Manifest("BGPPeer", "v1beta2", Spec).Replace("name: x", "name: old", StringComparison.Ordinal));
        var before = await GetAsync("v1beta2");
        await fixture.Api.KubectlAsync("patch", "bgppeers.v1beta1.metallb.io", "old", "-n", "metallb-system", "--type=merge", "-p", """{"spec":{"holdTime":"30s"}}""");
        Assert.Equal(before.Replace("\"9s\"", "\"30s\"", StringComparison.Ordinal), await GetAsync("v1beta2"));
        Assert.Equal(await GetAsync("v1beta2"), await GetAsync("v1beta1"));
        await fixture.Api.KubectlAsync("delete", "bgppeer", "old", "-n", "metallb-system");

        Task<string> GetAsync(string version) => fixture.Api.KubectlAsync("get", $"bgppeers.{version}.metallb.io", "old", "-n", "metallb-system", "-o", "jsonpath={.spec}");
    }

    private static string Manifest(string kind, string version, string spec) =>
        $$$"""{apiVersion: metallb.io/{{{version}}}, kind: {{{kind}}}, metadata: {name: x, namespace: metallb-system}, spec: {{{spec}}} }""";
}
