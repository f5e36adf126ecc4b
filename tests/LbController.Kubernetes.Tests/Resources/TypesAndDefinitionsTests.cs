using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Tests.Resources;

public sealed class TypesAndDefinitionsTests
{
    public static TheoryData<Type, ResourceKind> Kinds => new()
    {
        { typeof(IPAddressPool), MetalLbKinds.IPAddressPool },
        { typeof(L2Advertisement), MetalLbKinds.L2Advertisement },
        { typeof(BgpAdvertisement), MetalLbKinds.BgpAdvertisement },
        { typeof(BgpPeer), MetalLbKinds.BgpPeer },
        { typeof(BfdProfile), MetalLbKinds.BfdProfile },
        { typeof(Community), MetalLbKinds.Community },
        { typeof(ServiceL2Status), MetalLbKinds.ServiceL2Status },
        { typeof(ServiceBgpStatus), MetalLbKinds.ServiceBgpStatus },
        { typeof(ConfigurationState), MetalLbKinds.ConfigurationState },
        { typeof(BgpSessionState), MetalLbKinds.BgpSessionState },
    };

    [Fact]
    public void Every_kind_that_is_defined_has_its_constant() =>
        Assert.Equal(
            MetalLbKinds.All.Select(kind => kind.Kind).Order(StringComparer.Ordinal),
            Definitions.Kinds.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Type_and_schema_have_the_same_fields(Type type, ResourceKind kind) =>
        Assert.Empty(TypeComparison.Differences(type, Definitions.Schema(kind.Kind, kind.Version)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Constants_and_definition_name_the_kind_alike(Type type, ResourceKind kind)
    {
        Assert.NotNull(MetalLbJson.Default.GetTypeInfo(type));
        var definition = Definitions.Of(kind.Kind);
        Assert.Equal(kind.Group, definition.At("spec.group").GetString());
        Assert.Equal(kind.Plural, definition.At("spec.names.plural").GetString());
        Assert.Equal($"{kind.Kind}List", definition.At("spec.names.listKind").GetString());
        Assert.Equal($"{kind.Plural}.{kind.Group}", definition.At("metadata.name").GetString());
        Assert.True(Definitions.Version(kind.Kind, kind.Version).At("storage").GetBoolean());
    }

    [Fact]
    public void A_difference_is_found_in_either_direction()
    {
        var schema = Definitions.ToJson(
            """
            type: object
            required: [value]
            properties:
              name: {type: integer, format: int32}
              value: {type: string}
              colour: {type: string}
            """);
        Assert.Equal(
            [
                ".colour: only in the schema",
                ".name: C# has string, the schema integer int32",
                ".value: nullable in C#, yet required",
            ],
            TypeComparison.Differences(typeof(CommunityAlias), schema));
        Assert.Contains(
            ".value: only in C#",
            TypeComparison.Differences(typeof(CommunityAlias), Definitions.ToJson("{type: object, properties: {name: {type: string}}}")));
    }
}
