using k8s.Models;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Mapping;

/// <summary>The parts of <c>metadata</c> that snapshots carry.</summary>
internal static class ObjectMetaMapping
{
    public static ObjectKey ToKey(this V1ObjectMeta? metadata) => new(metadata?.NamespaceProperty ?? "", metadata?.Name ?? "");

    public static LabelSet ToLabelSet(this V1ObjectMeta? metadata) => ToLabelSet(metadata?.Labels);

    /// <summary>A null value, which a hand-made object may hold, counts as empty text.</summary>
    public static LabelSet ToLabelSet(this IDictionary<string, string>? pairs) =>
        LabelSet.From(pairs?.Select(pair => KeyValuePair.Create(pair.Key, pair.Value ?? "")));

    /// <summary>Seconds since 1970; 0 when the object has no time of creation yet.</summary>
    public static long ToCreatedAt(this V1ObjectMeta? metadata) => metadata?.CreationTimestamp switch
    {
        null => 0,
        { Kind: DateTimeKind.Local } local => new DateTimeOffset(local).ToUnixTimeSeconds(),
        { } utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToUnixTimeSeconds(),
    };
}
