using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LbController.Cli.Output;

namespace LbController.Cli.Tests.Reports;

/// <summary>The invalid objects of <c>tests/testdata</c> and the rules between objects, as <c>kubectl-lb validate --offline</c> tells them.</summary>
public sealed partial class ValidationReportTests
{
    private static readonly string Testdata = Path.Combine(Repository.Root, "tests", "testdata");

    /// <summary>
    /// What only the API server sees: a change of an immutable field, a bound of length, and whether a field that has its zero value was written.
    /// </summary>
    private static readonly string[] OnlyInTheApiServer = ["restart-changed", "entry-too-long", "localasn-zero", "preference-missing"];

    [Fact]
    public async Task Every_invalid_object_is_told_with_its_field()
    {
        var files = Directory.GetFiles(Path.Combine(Testdata, "invalid"), "*.yaml", SearchOption.AllDirectories)
            .Where(file => !OnlyInTheApiServer.Contains(Path.GetFileNameWithoutExtension(file))).Order(StringComparer.Ordinal).ToList();
        Assert.True(files.Count >= 100, $"only {files.Count} files");
        var wrong = new List<string>();
        foreach (var file in files)
        {
            var (code, text, error) = await Screen.RunAsync(["validate", "--offline", "-f", file, "-o", "json"]);
            var field = Field().Match(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Groups["field"].Value;
            var message = text.Length == 0 ? "" : (string?)JsonNode.Parse(text)!["objects"]![0]!["message"] ?? "";
            if (code != ExitCodes.Found || !message.Contains(field, StringComparison.Ordinal))
            {
                wrong.Add($"{Path.GetFileName(file)}: wanted {field}; got {code}: {message}{error}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {files.Count}:\n{string.Join('\n', wrong)}");
    }

    [Theory]
    [InlineData("IPAddressPool", "v1beta1", "{addresses: [192.0.2.0/25]}", "spec.addresses[0]: '192.0.2.0/25' overlaps")]
    [InlineData("BGPAdvertisement", "v1beta1", "{aggregationLength: 23, ipAddressPools: [blue]}", "spec.aggregationLength: '23' is wider than")]
    [InlineData("BGPAdvertisement", "v1beta1", "{communities: [gold]}", "spec.communities[0]: 'gold' is no alias")]
    [InlineData("BGPAdvertisement", "v1beta1", "{localPref: 7}", "spec.localPref: '7' contradicts '0' of BGPAdvertisement 'a'")]
    [InlineData("BGPPeer", "v1beta2", "{myASN: 1, peerASN: 2, peerAddress: 198.51.100.1}", "is the router of BGPPeer 'a'")]
    [InlineData("BGPPeer", "v1beta2", "{myASN: 1, peerASN: 2, peerAddress: 198.51.100.2, bfdProfile: fast}", "spec.bfdProfile: 'fast' is no BFDProfile")]
    [InlineData("Community", "v1beta1", "{communities: [{name: silver, value: '1:3'}]}", "spec.communities[0].name: 'silver' is given twice")]
    [InlineData("L2Advertisement", "v1beta1", "{ipAddressPools: [red]}", "warning: spec.ipAddressPools[0]: 'red' is no IPAddressPool")]
    public async Task Rules_between_objects_are_told_too(string kind, string version, string spec, string expected)
    {
        var text = $$$"""
            {apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: blue}, spec: {addresses: [192.0.2.0/24]}}
            ---
            {apiVersion: metallb.io/v1beta1, kind: BGPAdvertisement, metadata: {name: a}, spec: {} }
            ---
            {apiVersion: metallb.io/v1beta2, kind: BGPPeer, metadata: {name: a}, spec: {myASN: 1, peerASN: 2, peerAddress: 198.51.100.1}}
            ---
            {apiVersion: metallb.io/v1beta1, kind: Community, metadata: {name: a}, spec: {communities: [{name: silver, value: '1:2'}]}}
            ---
            {apiVersion: metallb.io/{{{version}}}, kind: {{{kind}}}, metadata: {name: z}, spec: {{{spec}}} }
            """;
        var (code, table, _) = await Screen.RunAsync(text, ["validate", "--offline", "-f", "-"]);
        Assert.Contains(expected, table, StringComparison.Ordinal);
        Assert.Equal(expected.StartsWith("warning", StringComparison.Ordinal) ? ExitCodes.Fine : ExitCodes.Found, code);
    }

    [Fact]
    public async Task An_object_in_another_namespace_is_not_read()
    {
        var (code, table, _) = await Screen.RunAsync(
            "{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: a, namespace: shop}, spec: {addresses: [192.0.2.0/24]}}",
            ["validate", "--offline", "-f", "-"]);
        Assert.Contains("metadata.namespace: 'shop' is not read; create it in 'metallb-system'", table, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Found, code);
    }

    [Fact]
    public async Task Every_mistyped_field_of_an_object_is_told()
    {
        var (code, table, _) = await Screen.RunAsync(
            "{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: a}, spec: {addresses: [192.0.2.0/24, 7], autoAssign: 'yes', serviceAllocation: {priority: many}}}",
            ["validate", "--offline", "-f", "-", "-o", "json"]);
        Assert.Contains("spec.addresses[1]: '7'", table, StringComparison.Ordinal);
        Assert.Contains("spec.autoAssign", table, StringComparison.Ordinal);
        Assert.Contains("spec.serviceAllocation.priority", table, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Found, code);
    }

    [Theory]
    [InlineData("metallb.io/loadBalancerIPs: '1.2.3.4,5.6.7.8'", "", "InvalidRequest", ExitCodes.Found)]
    [InlineData("metallb.io/loadBalancerIPs: '192.0.2.1'", "loadBalancerIP: 192.0.2.2,", "exclude each other", ExitCodes.Found)]
    [InlineData("metallb.io/address-pool: nope", "", "warning: metallb.io/address-pool: 'nope' is no valid IPAddressPool", ExitCodes.Fine)]
    [InlineData("metallb.universe.tf/loadBalancerIPs: '192.0.2.1'", "", "yes", ExitCodes.Fine)]
    public async Task What_a_Service_asks_for_is_looked_at(string annotation, string field, string expected, int expectedCode)
    {
        var text = $"{{apiVersion: v1, kind: Service, metadata: {{name: s, annotations: {{{annotation}}}}}, spec: {{{field} type: LoadBalancer}}}}";
        var (code, table, _) = await Screen.RunAsync(text, ["validate", "--offline", "-f", "-"]);
        Assert.Contains(expected, table, StringComparison.Ordinal);
        Assert.Equal(expectedCode, code);
    }

    [Theory]
    [InlineData("metallb.io/v1beta2", "BGPAdvertisement", "apiVersion: 'metallb.io/v1beta2' has no BGPAdvertisement; write metallb.io/v1beta1")]
    [InlineData("v2", "Service", "apiVersion: 'v2' has no Service; write v1")]
    public async Task A_version_that_is_not_served_is_refused(string version, string kind, string expected)
    {
        var (code, table, _) = await Screen.RunAsync($"{{apiVersion: {version}, kind: {kind}, metadata: {{name: a}}, spec: {{}}}}", ["validate", "--offline", "-f", "-"]);
        Assert.Contains(expected, table, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Found, code);
    }

    [GeneratedRegex("^# field: (?<field>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();
}
