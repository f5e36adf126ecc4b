using System.Net;
using System.Text.Json.Nodes;
using LbController.Kubernetes.Manifests;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.Tests.ApiServer;

/// <summary>One kind in two versions, with no conversion between them: BGPPeer loses nothing, whichever version is written and read.</summary>
public sealed class VersionTests : IAsyncLifetime
{
    private const string Everything = """
        {"myASN":64512,"peerASN":64513,"localASN":64999,"peerAddress":"192.0.2.1","sourceAddress":"192.0.2.2","peerPort":1179,"holdTime":"9s",
        "keepaliveTime":"3s","connectTime":"1s","routerID":"192.0.2.3","nodeSelectors":[{"matchLabels":{"rack":"a"}}],"passwordSecret":{"name":"bgp"},
        "bfdProfile":"fast","enableGracefulRestart":true,"ebgpMultiHop":true,"vrf":"red","disableMP":true,"dualStackAddressFamily":true}
        """;

    private RunningApi api = null!;

    public async ValueTask InitializeAsync() => api = await RunningApi.StartAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Theory]
    [InlineData("v1beta1", "v1beta2")]
    [InlineData("v1beta2", "v1beta1")]
    public async Task What_is_written_in_one_version_is_read_in_the_other(string written, string read)
    {
        Assert.Equal(HttpStatusCode.Created, (await CreateAsync(written, Everything)).Code);
        var there = await api.SendAsync(HttpMethod.Get, Path(read, "/a"));
        Assert.Equal($"metallb.io/{read}", there.Body.Text("apiVersion"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Everything), there.Body["spec"]), there.Body.ToJsonString());
    }

    [Fact]
    public async Task A_change_through_the_old_version_keeps_the_fields_of_the_new_one()
    {
        await CreateAsync("v1beta2", Everything);
        var changed = await api.SendAsync(HttpMethod.Patch, Path("v1beta1", "/a"), """{"spec":{"holdTime":"30s"}}""", "application/merge-patch+json");
        Assert.Equal(HttpStatusCode.OK, changed.Code);
        var there = await api.SendAsync(HttpMethod.Get, Path("v1beta2", "/a"));
        Assert.Equal("30s", there.Body.Text("spec", "holdTime"));
        Assert.Equal("bgp", there.Body.Text("spec", "passwordSecret", "name"));
        Assert.Equal("red", there.Body.Text("spec", "vrf"));
    }

    [Fact]
    public async Task Each_version_takes_away_what_its_own_schema_does_not_have()
    {
        var definition = (JsonObject)YamlText.ParseAll(File.ReadAllText(System.IO.Path.Combine(RunningApi.Root, "crds", "bgppeers.yaml")))[0];
        definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!["properties"]!.AsObject().Remove("vrf");
        await api.SendAsync(HttpMethod.Put, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/bgppeers.metallb.io", definition.ToJsonString(), "application/json");
        await CreateAsync("v1beta2", Everything);
        Assert.Null((await api.SendAsync(HttpMethod.Get, Path("v1beta1", "/a"))).Body.Text("spec", "vrf"));
        Assert.Equal("red", (await api.SendAsync(HttpMethod.Get, Path("v1beta2", "/a"))).Body.Text("spec", "vrf"));
        Assert.Null((await api.SendAsync(HttpMethod.Get, Path("v1beta1"))).Body["items"]![0].Text("spec", "vrf"));
    }

    [Fact]
    public async Task Who_uses_the_old_version_is_warned_and_who_uses_the_new_one_is_not()
    {
        var warning = Assert.Single((await CreateAsync("v1beta1", Everything)).Warnings);
        Assert.Equal("299 - \"metallb.io/v1beta1 BGPPeer is deprecated: use metallb.io/v1beta2\"", warning);
        Assert.Single((await api.SendAsync(HttpMethod.Get, Path("v1beta1"))).Warnings);
        Assert.Empty((await api.SendAsync(HttpMethod.Get, Path("v1beta2"))).Warnings);
    }

    private Task<ApiAnswer> CreateAsync(string version, string spec) => api.SendAsync(
        HttpMethod.Post, Path(version), $$"""{"apiVersion":"metallb.io/{{version}}","kind":"BGPPeer","metadata":{"name":"a"},"spec":{{spec}}}""", "application/json");

    private static string Path(string version, string name = "") => $"/apis/metallb.io/{version}/namespaces/{RunningApi.Space}/bgppeers{name}";
}
