using System.Text.Json.Serialization;
using k8s;

namespace LbController.Kubernetes.Resources;

/// <summary>Reads excerpts of Kubernetes' own kinds without reflection. All other fields are passed over; a field of a wrong type throws.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(KubernetesJson.KubernetesDateTimeConverter), typeof(KubernetesJson.KubernetesDateTimeOffsetConverter)])]
[JsonSerializable(typeof(ServiceExcerpt))]
public sealed partial class ExcerptJson : JsonSerializerContext;
