using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace LbController.Kubernetes.Resources;

/// <summary>
/// Reads Kubernetes' own kinds without reflection, Services by an excerpt. All other fields are passed over; a field of a wrong type throws. The client
/// library's own reader would bring all 1,200 kinds of the API into a compiled program: a third of its size, and of its memory at rest.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(KubernetesJson.KubernetesDateTimeConverter), typeof(KubernetesJson.KubernetesDateTimeOffsetConverter)])]
[JsonSerializable(typeof(ServiceExcerpt))]
[JsonSerializable(typeof(V1EndpointSlice))]
[JsonSerializable(typeof(V1Namespace))]
[JsonSerializable(typeof(V1Node))]
[JsonSerializable(typeof(V1Secret))]
public sealed partial class ExcerptJson : JsonSerializerContext;
