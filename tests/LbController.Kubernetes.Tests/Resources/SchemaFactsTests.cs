using System.Text.Json;

namespace LbController.Kubernetes.Tests.Resources;

public sealed class SchemaFactsTests
{
    [Theory]
    [InlineData("IPAddressPool", "v1beta1", "spec.autoAssign", "default", "true")]
    [InlineData("IPAddressPool", "v1beta1", "spec.avoidBuggyIPs", "default", "false")]
    [InlineData("IPAddressPool", "v1beta1", "spec", "required", "[\"addresses\"]")]
    [InlineData("IPAddressPool", "v1beta1", "status", "required", "[\"assignedIPv4\",\"assignedIPv6\",\"availableIPv4\",\"availableIPv6\"]")]
    [InlineData("L2Advertisement", "v1beta1", "spec.preferredNodeSelectors[].weight", "minimum", "1")]
    [InlineData("L2Advertisement", "v1beta1", "spec.preferredNodeSelectors[].weight", "maximum", "100")]
    [InlineData("L2Advertisement", "v1beta1", "spec.preferredNodeSelectors[]", "required", "[\"weight\",\"preference\"]")]
    [InlineData("BGPAdvertisement", "v1beta1", "spec.aggregationLength", "default", "32")]
    [InlineData("BGPAdvertisement", "v1beta1", "spec.aggregationLength", "minimum", "1")]
    [InlineData("BGPAdvertisement", "v1beta1", "spec.aggregationLength", "maximum", "32")]
    [InlineData("BGPAdvertisement", "v1beta1", "spec.aggregationLengthV6", "default", "128")]
    [InlineData("BGPAdvertisement", "v1beta1", "spec.aggregationLengthV6", "maximum", "128")]
    [InlineData("BGPPeer", "v1beta1", "spec", "required", "[\"myASN\"]")]
    [InlineData("BGPPeer", "v1beta2", "spec", "required", "[\"myASN\"]")]
    [InlineData("BGPPeer", "v1beta2", "spec.myASN", "minimum", "1")]
    [InlineData("BGPPeer", "v1beta2", "spec.myASN", "maximum", "4294967295")]
    [InlineData("BGPPeer", "v1beta2", "spec.localASN", "minimum", "1")]
    [InlineData("BGPPeer", "v1beta2", "spec.dynamicASN", "enum", "[\"internal\",\"external\"]")]
    [InlineData("BGPPeer", "v1beta2", "spec.peerPort", "default", "179")]
    [InlineData("BGPPeer", "v1beta2", "spec.peerPort", "minimum", "0")]
    [InlineData("BGPPeer", "v1beta2", "spec.peerPort", "maximum", "65535")]
    [InlineData("BGPPeer", "v1beta2", "spec.disableMP", "default", "false")]
    [InlineData("BGPPeer", "v1beta2", "spec.dualStackAddressFamily", "default", "false")]
    [InlineData("BFDProfile", "v1beta1", "spec.receiveInterval", "minimum", "10")]
    [InlineData("BFDProfile", "v1beta1", "spec.transmitInterval", "maximum", "60000")]
    [InlineData("BFDProfile", "v1beta1", "spec.echoInterval", "minimum", "10")]
    [InlineData("BFDProfile", "v1beta1", "spec.detectMultiplier", "minimum", "2")]
    [InlineData("BFDProfile", "v1beta1", "spec.detectMultiplier", "maximum", "255")]
    [InlineData("BFDProfile", "v1beta1", "spec.minimumTtl", "minimum", "1")]
    [InlineData("BFDProfile", "v1beta1", "spec.minimumTtl", "maximum", "254")]
    [InlineData("ConfigurationState", "v1beta1", "status.result", "enum", "[\"Valid\",\"Invalid\",\"Unknown\"]")]
    public void A_field_is_checked_and_defaulted_as_users_know_it(string kind, string version, string field, string keyword, string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(Definitions.Field(kind, version, field).GetProperty(keyword)));

    [Theory]
    [InlineData("BGPAdvertisement", "v1beta1", "spec", 1)]
    [InlineData("BGPPeer", "v1beta2", "spec.connectTime", 2)]
    [InlineData("BGPPeer", "v1beta2", "spec.enableGracefulRestart", 1)]
    [InlineData("ServiceL2Status", "v1beta1", "status.node", 1)]
    [InlineData("ServiceL2Status", "v1beta1", "status.serviceName", 1)]
    [InlineData("ServiceL2Status", "v1beta1", "status.serviceNamespace", 1)]
    [InlineData("ServiceBGPStatus", "v1beta1", "status.node", 1)]
    [InlineData("ServiceBGPStatus", "v1beta1", "status.serviceName", 1)]
    [InlineData("ServiceBGPStatus", "v1beta1", "status.serviceNamespace", 1)]
    public void Rules_that_a_type_cannot_express_have_a_message(string kind, string version, string field, int count)
    {
        var rules = Definitions.Field(kind, version, field).GetProperty("x-kubernetes-validations").EnumerateArray().ToList();
        Assert.Equal(count, rules.Count);
        Assert.All(rules, rule => Assert.NotEqual("", rule.GetProperty("message").GetString()));
        Assert.All(rules, rule => Assert.DoesNotContain('\n', rule.GetProperty("message").GetString()!));
    }

    [Theory]
    [InlineData("IPAddressPool", "Auto Assign, Avoid Buggy IPs, Addresses")]
    [InlineData("L2Advertisement", "IPAddressPools, IPAddressPool Selectors, Interfaces, Node Selectors (10)")]
    [InlineData("BGPAdvertisement", "IPAddressPools, IPAddressPool Selectors, Peers, Node Selectors (10)")]
    [InlineData("BGPPeer", "Address, ASN, BFD Profile, Multi Hops")]
    [InlineData("BFDProfile", "Passive Mode, Transmit Interval, Receive Interval, Multiplier")]
    [InlineData("Community", "")]
    [InlineData("ServiceL2Status", "Allocated Node, Service Name, Service Namespace")]
    [InlineData("ServiceBGPStatus", "Node, Service Name, Service Namespace")]
    [InlineData("ConfigurationState", "Result, ErrorSummary, Age")]
    public void Kubectl_get_prints_the_columns_users_know(string kind, string columns) =>
        Assert.All(Versions(kind), version => Assert.Equal(columns, string.Join(", ", Columns(version).Select(Title))));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_column_shows_a_field_that_exists(string kind)
    {
        foreach (var version in Versions(kind))
        {
            foreach (var path in Columns(version).Select(column => column.GetProperty("jsonPath").GetString()!))
            {
                if (path != ".metadata.creationTimestamp")
                {
                    Definitions.Field(kind, version.GetProperty("name").GetString()!, path[1..]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_version_is_served_with_a_status_subresource_and_one_is_stored(string kind)
    {
        Assert.Equal("Namespaced", Definitions.Of(kind).At("spec.scope").GetString());
        Assert.All(Versions(kind), version => Assert.True(version.GetProperty("served").GetBoolean()));
        Assert.All(Versions(kind), version => version.At("subresources.status"));
        Assert.Single(Versions(kind), version => version.GetProperty("storage").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_is_described(string kind) =>
        Assert.Empty(Versions(kind).SelectMany(version => Undescribed(version.At("schema.openAPIV3Schema"), "")));

    [Fact]
    public void BGPPeer_keeps_its_deprecated_version_and_converts_nothing()
    {
        Assert.Equal(["v1beta1", "v1beta2"], Versions("BGPPeer").Select(version => version.GetProperty("name").GetString()));
        Assert.True(Definitions.Version("BGPPeer", "v1beta1").GetProperty("deprecated").GetBoolean());
        Assert.Equal("None", Definitions.Of("BGPPeer").At("spec.conversion.strategy").GetString());
    }

    [Fact]
    public void The_deprecated_BGPPeer_and_the_stored_one_have_the_same_fields_and_rules() =>
        Assert.Equal(Definitions.Field("BGPPeer", "v1beta2", "spec").GetRawText(), Definitions.Field("BGPPeer", "v1beta1", "spec").GetRawText());

    public static TheoryData<string> Kinds => [.. Definitions.Kinds.Order(StringComparer.Ordinal)];

    private static List<JsonElement> Versions(string kind) => [.. Definitions.Of(kind).At("spec.versions").EnumerateArray()];

    private static List<JsonElement> Columns(JsonElement version) =>
        version.TryGetProperty("additionalPrinterColumns", out var columns) ? [.. columns.EnumerateArray()] : [];

    private static string Title(JsonElement column) =>
        column.TryGetProperty("priority", out var priority)
            ? $"{column.GetProperty("name").GetString()} ({priority})"
            : column.GetProperty("name").GetString()!;

    private static IEnumerable<string> Undescribed(JsonElement schema, string path)
    {
        var own = path is ".metadata" || schema.TryGetProperty("description", out _) ? Array.Empty<string>() : [path];
        var fields = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToList() : [];
        return own.Concat(fields.SelectMany(field => Undescribed(field.Value, $"{path}.{field.Name}")));
    }
}
