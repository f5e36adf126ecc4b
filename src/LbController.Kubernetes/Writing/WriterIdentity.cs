using System.Text.Json;
using System.Text.Json.Nodes;

namespace LbController.Kubernetes.Writing;

/// <summary>In whose name a program writes to the cluster.</summary>
/// <param name="Component">The source of Events: <c>metallb-controller</c> or <c>metallb-speaker</c>, which scripts look for.</param>
/// <param name="Namespace">Where the program and its <c>metallb.io</c> objects live.</param>
/// <param name="NodeName">The node of a speaker; empty for a controller.</param>
/// <param name="PodName">The own Pod; empty if unknown.</param>
/// <param name="PodUid">Its uid; empty if unknown. With both, the objects written go when the Pod goes.</param>
public sealed record WriterIdentity(string Component, string Namespace, string NodeName = "", string PodName = "", string PodUid = "")
{
    /// <summary><c>metadata.ownerReferences</c> of what goes when the Pod goes; null: the Pod is not known.</summary>
    public JsonArray? OwnerReferences() => PodName.Length == 0 || PodUid.Length == 0
        ? null
        : new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["name"] = PodName, ["uid"] = PodUid });

    /// <summary>An object that belongs to a Pod which is not this one: it goes when that Pod goes, whatever stands in it.</summary>
    public bool IsOfAnother(JsonElement item) =>
        PodUid.Length > 0
        && item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("metadata", out var metadata)
        && metadata.TryGetProperty("ownerReferences", out var owners)
        && owners.ValueKind == JsonValueKind.Array
        && owners.GetArrayLength() > 0
        && owners.EnumerateArray().All(owner => owner.TryGetProperty("uid", out var uid) && uid.GetString() != PodUid);
}
