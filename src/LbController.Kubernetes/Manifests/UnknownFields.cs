using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Manifests;

/// <summary>Finds fields that a kind of the configuration does not have: an API server refuses them where kubectl asks for it, which is the default.</summary>
internal static class UnknownFields
{
    public static IEnumerable<ConfigError> Of(string kind, ObjectKey key, JsonObject item) => TypeOf(kind) is { } type
        ? In(item["spec"], Field(type, "spec"), "spec")
            .Select(path => new ConfigError(kind, key, path, $"{kind} has no such field; correct or remove it: 'kubectl explain {kind.ToLowerInvariant()}.spec --recursive' lists all"))
        : [];

    private static JsonTypeInfo? TypeOf(string kind) =>
        kind == MetalLbKinds.IPAddressPool.Kind ? MetalLbJson.Default.IPAddressPool
        : kind == MetalLbKinds.L2Advertisement.Kind ? MetalLbJson.Default.L2Advertisement
        : kind == MetalLbKinds.BgpAdvertisement.Kind ? MetalLbJson.Default.BgpAdvertisement
        : kind == MetalLbKinds.BgpPeer.Kind ? MetalLbJson.Default.BgpPeer
        : kind == MetalLbKinds.BfdProfile.Kind ? MetalLbJson.Default.BfdProfile
        : kind == MetalLbKinds.Community.Kind ? MetalLbJson.Default.Community
        : null;

    private static IEnumerable<string> In(JsonNode? node, JsonTypeInfo? type, string path) => (node, type?.Kind) switch
    {
        (JsonObject map, JsonTypeInfoKind.Object) => map.SelectMany(pair =>
            Field(type!, pair.Key) is { } field ? In(pair.Value, field, $"{path}.{pair.Key}") : Has(type!, pair.Key) ? [] : [$"{path}.{pair.Key}"]),
        (JsonArray list, JsonTypeInfoKind.Enumerable) => list.SelectMany((item, index) => In(item, Known(type!.ElementType), $"{path}[{index}]")),
        _ => [],
    };

    private static bool Has(JsonTypeInfo type, string name) => type.Properties.Any(property => property.Name == name);

    /// <summary>Null: no such field, or one of which no more is known.</summary>
    private static JsonTypeInfo? Field(JsonTypeInfo type, string name) => Known(type.Properties.FirstOrDefault(property => property.Name == name)?.PropertyType);

    private static JsonTypeInfo? Known(Type? type) => type is null ? null : MetalLbJson.Default.GetTypeInfo(type);
}
