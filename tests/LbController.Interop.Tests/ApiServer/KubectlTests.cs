using System.Text.Json.Nodes;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.ApiServer;

/// <summary>What people do with kubectl, against the embedded API.</summary>
[Collection(ApiServerCollection.Name)]
public sealed class KubectlTests(ApiServerFixture fixture)
{
    [Fact]
    public async Task The_CRDs_are_applied_and_established()
    {
        Assert.DoesNotContain("error", await fixture.KubectlAsync("apply", "-f", Programs.Crds), StringComparison.OrdinalIgnoreCase);
        var waited = await fixture.KubectlAsync("wait", "--for=condition=Established", "--timeout=10s", "crd", "--all");
        Assert.Equal(Directory.GetFiles(Programs.Crds).Length, waited.Split('\n').Count(line => line.EndsWith("condition met", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_object_goes_through_its_life()
    {
        var space = await fixture.NamespaceAsync();
        Assert.Contains("created", await ApplyAsync(space, Pool("a")), StringComparison.Ordinal);
        Assert.Contains("unchanged", await ApplyAsync(space, Pool("a")), StringComparison.Ordinal);
        Assert.Contains("configured", await ApplyAsync(space, Pool("a", "192.0.2.0/25")), StringComparison.Ordinal);
        var table = await fixture.KubectlAsync("get", "ipaddresspool", "-n", space);
        Assert.Contains("AUTO ASSIGN", table, StringComparison.Ordinal);
        Assert.Contains("192.0.2.0/25", table, StringComparison.Ordinal);
        Assert.Contains("Addresses:", await fixture.KubectlAsync("describe", "ipaddresspool", "a", "-n", space), StringComparison.Ordinal);
        Assert.Contains("deleted", await fixture.KubectlAsync("delete", "ipaddresspool", "a", "-n", space), StringComparison.Ordinal);
        Assert.NotEqual(0, (await fixture.TryKubectlAsync(["get", "ipaddresspool", "a", "-n", space])).ExitCode);
    }

    [Fact]
    public async Task Server_side_apply_creates_and_changes()
    {
        var space = await fixture.NamespaceAsync();
        foreach (var addresses in new[] { "192.0.2.0/24", "192.0.2.0/26" })
        {
            Assert.Contains(
                "serverside-applied",
                await fixture.KubectlAsync(["apply", "--server-side", "-n", space, "-f", "-"], Pool("a", addresses)),
                StringComparison.Ordinal);
        }

        Assert.Equal("192.0.2.0/26", await fixture.KubectlAsync("get", "ipaddresspool", "a", "-n", space, "-o", "jsonpath={.spec.addresses[0]}"));
    }

    [Fact]
    public async Task Server_side_apply_removes_what_is_applied_no_more_and_takes_from_others_only_by_force()
    {
        var space = await fixture.NamespaceAsync();
        string[] apply = ["apply", "--server-side", "-n", space, "-f", "-"];
        await fixture.KubectlAsync(apply, Pool("a").Replace("name: a", "name: a, labels: {tier: gold, old: yes-sir}", StringComparison.Ordinal));
        var wanted = Pool("a").Replace("name: a", "name: a, labels: {tier: gold}", StringComparison.Ordinal);
        await fixture.KubectlAsync(apply, wanted);
        Assert.Equal("""{"tier":"gold"}""", await fixture.KubectlAsync("get", "ipaddresspool", "a", "-n", space, "-o", "jsonpath={.metadata.labels}"));

        await fixture.KubectlAsync("label", "ipaddresspool", "a", "tier=tin", "--overwrite", "-n", space);
        var refused = await fixture.TryKubectlAsync(apply, wanted);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("conflict with \"kubectl-label\"", refused.Error, StringComparison.Ordinal);

        await fixture.KubectlAsync([.. apply, "--force-conflicts"], wanted);
        Assert.Equal("gold", await fixture.KubectlAsync("get", "ipaddresspool", "a", "-n", space, "-o", "jsonpath={.metadata.labels.tier}"));
    }

    [Fact]
    public async Task Who_asks_what_is_allowed_is_answered() =>
        Assert.StartsWith("yes", await fixture.KubectlAsync("auth", "can-i", "get", "pods"), StringComparison.Ordinal);

    [Theory]
    [InlineData("merge", """{"spec":{"autoAssign":false}}""")]
    [InlineData("json", """[{"op":"add","path":"/spec/autoAssign","value":false}]""")]
    public async Task A_custom_object_is_patched(string type, string patch)
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Pool("a"));
        await fixture.KubectlAsync("patch", "ipaddresspool", "a", "-n", space, "--type", type, "-p", patch);
        Assert.Equal("false", await fixture.KubectlAsync("get", "ipaddresspool", "a", "-n", space, "-o", "jsonpath={.spec.autoAssign}"));
    }

    [Fact]
    public async Task A_strategic_patch_merges_the_ports_of_a_Service_by_their_key()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Service("web"));
        await fixture.KubectlAsync("patch", "service", "web", "-n", space, "-p", """{"spec":{"ports":[{"name":"tls","port":443,"targetPort":8443}]}}""");
        Assert.Equal("80 443", (await fixture.KubectlAsync("get", "service", "web", "-n", space, "-o", "jsonpath={.spec.ports[*].port}")).Trim().Split(' ').Order(Comparer<string>.Create((one, two) => one.Length - two.Length)).Aggregate((one, two) => $"{one} {two}"));
    }

    [Fact]
    public async Task Labels_and_annotations_are_set_and_selected()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Pool("a"));
        await ApplyAsync(space, Pool("b", "198.51.100.0/24"));
        await fixture.KubectlAsync("label", "ipaddresspool", "a", "tier=gold", "-n", space);
        await fixture.KubectlAsync("annotate", "ipaddresspool", "a", "note=mine", "-n", space);
        Assert.Equal("a", await fixture.KubectlAsync("get", "ipaddresspool", "-l", "tier=gold", "-n", space, "-o", "jsonpath={.items[*].metadata.name}"));
        Assert.Equal("b", await fixture.KubectlAsync("get", "ipaddresspool", "-l", "tier!=gold", "-n", space, "-o", "jsonpath={.items[*].metadata.name}"));
        Assert.Equal("b", await fixture.KubectlAsync("get", "ipaddresspool", "--field-selector", "metadata.name=b", "-n", space, "-o", "jsonpath={.items[*].metadata.name}"));
        Assert.Equal("a b", await fixture.KubectlAsync("get", "ipaddresspool", "--chunk-size", "1", "-n", space, "-o", "jsonpath={.items[*].metadata.name}"));
    }

    [Fact]
    public async Task A_value_that_the_schema_refuses_is_told_with_its_field()
    {
        var space = await fixture.NamespaceAsync();
        var refused = await fixture.TryKubectlAsync(["apply", "--validate=false", "-n", space, "-f", "-"], Pool("a").Replace("""["192.0.2.0/24"]""", "7", StringComparison.Ordinal));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("spec.addresses", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stale_replace_is_a_conflict()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Pool("a"));
        var old = await fixture.KubectlAsync("get", "ipaddresspool", "a", "-n", space, "-o", "json");
        await fixture.KubectlAsync("label", "ipaddresspool", "a", "tier=gold", "-n", space);
        var refused = await fixture.TryKubectlAsync(["replace", "-f", "-"], old);
        Assert.Contains("the object has been modified", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_get_cluster_addresses_of_both_families_and_node_ports()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Service("web").Replace("type: LoadBalancer", "type: LoadBalancer, ipFamilyPolicy: RequireDualStack", StringComparison.Ordinal));
        var service = JsonNode.Parse(await fixture.KubectlAsync("get", "service", "web", "-n", space, "-o", "json"))!;
        Assert.Equal(["IPv4", "IPv6"], service["spec"]!["ipFamilies"]!.AsArray().Select(family => (string?)family));
        Assert.Equal(2, service["spec"]!["clusterIPs"]!.AsArray().Count);
        Assert.InRange((int)service["spec"]!["ports"]![0]!["nodePort"]!, 30000, 32767);
    }

    [Fact]
    public async Task A_watch_shows_what_changes()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Pool("a"));
        var watching = fixture.TryKubectlAsync(["get", "ipaddresspool", "-n", space, "--watch", "--request-timeout=3s", "-o", "jsonpath={.metadata.name}={.metadata.labels.step} "]);
        for (var step = 0; !watching.IsCompleted; step++)
        {
            await fixture.KubectlAsync("label", "ipaddresspool", "a", $"step=s{step}", "--overwrite", "-n", space);
            await Task.WhenAny(watching, Task.Delay(200, ApiServerFixture.Cancel));
        }

        var seen = (await watching).Output;
        Assert.True(seen.Split(' ').Count(line => line.StartsWith("a=s", StringComparison.Ordinal)) >= 2, seen);
    }

    [Fact]
    public async Task Waiting_for_a_status_ends_when_it_comes()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Service("web"));
        var waiting = fixture.KubectlAsync("wait", "service/web", "-n", space, "--for=jsonpath={.status.loadBalancer.ingress}", "--timeout=15s");
        await fixture.KubectlAsync("patch", "service", "web", "-n", space, "--subresource=status", "--type=merge", "-p", """{"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1","ipMode":"VIP"}]}}}""");
        Assert.Contains("condition met", await waiting, StringComparison.Ordinal);
        Assert.Contains("192.0.2.1", await fixture.KubectlAsync("get", "service", "web", "-n", space), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_is_a_thing_of_its_own()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Pool("a") + "\nstatus: {availableIPv4: 7}");
        Assert.Empty(await fixture.KubectlAsync("get", "ipaddresspool", "a", "-n", space, "-o", "jsonpath={.status.availableIPv4}"));
        await fixture.KubectlAsync("patch", "ipaddresspool", "a", "-n", space, "--subresource=status", "--type=merge", "-p", """{"status":{"availableIPv4":7,"availableIPv6":0,"assignedIPv4":0,"assignedIPv6":0},"spec":{"autoAssign":false}}""");
        Assert.Equal("7 true", await fixture.KubectlAsync("get", "ipaddresspool", "a", "-n", space, "-o", "jsonpath={.status.availableIPv4} {.spec.autoAssign}"));
    }

    [Fact]
    public async Task Events_are_listed_and_described()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Service("web"));
        var uid = await fixture.KubectlAsync("get", "service", "web", "-n", space, "-o", "jsonpath={.metadata.uid}");
        await ApplyAsync(space, $$"""
            apiVersion: v1
            kind: Event
            metadata: {name: web.1}
            involvedObject: {apiVersion: v1, kind: Service, name: web, namespace: {{space}}, uid: {{uid}}}
            reason: IPAllocated
            message: assigned 192.0.2.1
            type: Normal
            source: {component: test}
            firstTimestamp: "2026-01-01T00:00:00Z"
            lastTimestamp: "2026-01-01T00:00:00Z"
            count: 1
            """);
        Assert.Contains("IPAllocated", await fixture.KubectlAsync("events", "--for", "service/web", "-n", space), StringComparison.Ordinal);
        Assert.Contains("assigned 192.0.2.1", await fixture.KubectlAsync("describe", "service", "web", "-n", space), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finalizer_holds_an_object_until_it_is_taken_away()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Pool("a").Replace("name: a", "name: a, finalizers: [example.com/hold]", StringComparison.Ordinal));
        await fixture.KubectlAsync("delete", "ipaddresspool", "a", "-n", space, "--wait=false");
        Assert.NotEmpty(await fixture.KubectlAsync("get", "ipaddresspool", "a", "-n", space, "-o", "jsonpath={.metadata.deletionTimestamp}"));
        await fixture.KubectlAsync("patch", "ipaddresspool", "a", "-n", space, "--type=merge", "-p", """{"metadata":{"finalizers":null}}""");
        Assert.NotEqual(0, (await fixture.TryKubectlAsync(["get", "ipaddresspool", "a", "-n", space])).ExitCode);
    }

    [Fact]
    public async Task What_is_owned_goes_with_its_owner()
    {
        var space = await fixture.NamespaceAsync();
        await fixture.KubectlAsync("create", "configmap", "owner", "-n", space);
        var uid = await fixture.KubectlAsync("get", "configmap", "owner", "-n", space, "-o", "jsonpath={.metadata.uid}");
        await ApplyAsync(space, $$"""
            apiVersion: v1
            kind: Secret
            metadata:
              name: owned
              ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: owner, uid: {{uid}}}]
            stringData: {password: s3cret}
            """);
        Assert.Equal("czNjcmV0", await fixture.KubectlAsync("get", "secret", "owned", "-n", space, "-o", "jsonpath={.data.password}"));
        await fixture.KubectlAsync("delete", "configmap", "owner", "-n", space);
        await Eventually.TrueAsync(async () => (await fixture.TryKubectlAsync(["get", "secret", "owned", "-n", space])).ExitCode != 0, TimeSpan.FromSeconds(10), "the Secret goes", ApiServerFixture.Cancel);
    }

    [Fact]
    public async Task A_namespace_takes_all_that_is_in_it_along()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Pool("a"));
        await fixture.KubectlAsync("delete", "namespace", space, "--timeout=10s");
        Assert.DoesNotContain(space, await fixture.KubectlAsync("get", "ipaddresspool", "-A"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Deployment_is_scaled()
    {
        var space = await fixture.NamespaceAsync();
        await fixture.KubectlAsync("create", "deployment", "web", "--image=web", "-n", space);
        Assert.Contains("scaled", await fixture.KubectlAsync("scale", "deployment", "web", "--replicas=3", "-n", space), StringComparison.Ordinal);
        Assert.Contains("0/3", await fixture.KubectlAsync("get", "deployment", "web", "-n", space), StringComparison.Ordinal);
        var refused = await fixture.TryKubectlAsync(["scale", "deployment", "web", "--current-replicas=7", "--replicas=1", "-n", space]);
        Assert.Contains("Expected replicas to be 7, was 3", refused.Error, StringComparison.Ordinal);
        Assert.Contains("scaled", await fixture.KubectlAsync("scale", "deployment", "web", "--current-replicas=3", "--replicas=1", "-n", space), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_side_apply_goes_on_as_server_side_apply()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, Pool("a"));
        await fixture.KubectlAsync(["apply", "--server-side", "-n", space, "-f", "-"], Pool("a", "192.0.2.0/26"));
        Assert.Equal("192.0.2.0/26", await fixture.KubectlAsync("get", "ipaddresspool", "a", "-n", space, "-o", "jsonpath={.spec.addresses[0]}"));
    }

    [Fact]
    public async Task A_lease_is_taken_and_renewed()
    {
        var space = await fixture.NamespaceAsync();
        await ApplyAsync(space, "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: leader}, spec: {holderIdentity: one, leaseDurationSeconds: 15}}");
        await fixture.KubectlAsync("patch", "lease", "leader", "-n", space, "--type=merge", "-p", """{"spec":{"holderIdentity":"two"}}""");
        Assert.Contains("two", await fixture.KubectlAsync("get", "lease", "-n", space), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kinds_and_their_fields_are_explained()
    {
        Assert.Contains("ipaddresspools", await fixture.KubectlAsync("api-resources", "--api-group=metallb.io"), StringComparison.Ordinal);
        Assert.Contains("autoAssign", await fixture.KubectlAsync("explain", "ipaddresspool.spec"), StringComparison.Ordinal);
    }

    private Task<string> ApplyAsync(string space, string manifest) => fixture.KubectlAsync(["apply", "-n", space, "-f", "-"], manifest);

    private static string Pool(string name, string addresses = "192.0.2.0/24") => $$"""
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: {{name}}}
        spec: {addresses: ["{{addresses}}"]}
        """;

    private static string Service(string name) => $$"""
        apiVersion: v1
        kind: Service
        metadata: {name: {{name}}}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{name: http, port: 80}]}
        """;
}
