using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Manifests;

namespace LbController.Kubernetes.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private const string Pool = """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: a}
        spec: {addresses: [192.0.2.0/24]}

        """;

    [Fact]
    public void Documents_and_lists_are_read_in_their_order_and_namespaces_filled_in()
    {
        var objects = ManifestReader.Read(
            "f.yaml",
            $$$"""
            {{{Pool}}}---
            # nothing here
            ---
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {type: LoadBalancer}}
            - {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            - {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}
            """,
            "lb");

        Assert.Equal(["lb/a PoolSpec 1", "shop/web ServiceSnapshot 8", "shop NamespaceSnapshot 8", "web  8"], objects.Select(item => $"{item.Key} {item.Snapshot?.GetType().Name} {item.Line}"));
        Assert.Equal("192.0.2.0/24", Assert.IsType<PoolSpec>(objects[0].Snapshot).Addresses.ToString());
    }

    [Theory]
    [InlineData("spec: {addresses: 192.0.2.0/24}", "IPAddressPool a: spec.addresses: '\"192.0.2.0/24\"' is of the wrong type")]
    [InlineData("spec: {addresses: [192]}", "IPAddressPool a: spec.addresses[0]: '192' is of the wrong type")]
    [InlineData("spec: {addresses: [], serviceAllocation: {priority: 99999999999}}", "IPAddressPool a: spec.serviceAllocation.priority: '99999999999' is of the wrong type, or too large; 'kubectl explain ipaddresspool.spec.serviceAllocation.priority'")]
    [InlineData("spec: {addresses: [], autoAsign: false}", "IPAddressPool a: spec.autoAsign: IPAddressPool has no such field; correct or remove it")]
    [InlineData("spec: {addresses: [], reservations: [{addresses: [], service: {namespace: x, nam: y}}]}", "IPAddressPool a: spec.reservations[0].service.nam: IPAddressPool has no such field")]
    [InlineData("spec: {addresses: [], serviceAllocation: {namespaceSelectors: [{matchLabel: {a: b}}]}}", "IPAddressPool a: spec.serviceAllocation.namespaceSelectors[0].matchLabel: IPAddressPool has no such field")]
    public void An_object_with_a_value_of_the_wrong_type_names_field_and_value(string spec, string message)
    {
        var read = Assert.Single(ManifestReader.Read("f.yaml", $"apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {{name: a}}\n{spec}\n", "lb"));
        Assert.StartsWith(message, Assert.Single(read.Errors).ToString(), StringComparison.Ordinal);
        Assert.Null(read.Snapshot);
    }

    [Theory]
    [InlineData("a: [1", "f.yaml:2: ")]
    [InlineData(Pool + "---\nkind: Service\n", "f.yaml:6: is no Kubernetes object: it has no apiVersion and kind")]
    [InlineData(Pool + "---\napiVersion: v1\nkind: Service\nmetadata: {}\n", "f.yaml:6: Service has no metadata.name")]
    [InlineData("just text", "f.yaml:1: is no Kubernetes object")]
    [InlineData("? [a, b]\n: c\n", "f.yaml:1: ")]
    public void What_cannot_be_read_is_told_with_file_and_line(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<ManifestException>(() => ManifestReader.Read("f.yaml", text, "lb")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        var failure = Assert.Throws<ManifestException>(() => ManifestReader.ReadAll("/nowhere/x.yaml", TextReader.Null, "lb"));
        Assert.StartsWith("/nowhere/x.yaml: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dash_is_the_standard_input()
    {
        using var input = new StringReader(Pool);
        Assert.Equal(new ObjectKey("lb", "a"), Assert.Single(ManifestReader.ReadAll("-", input, "lb")).Key);
    }
}
