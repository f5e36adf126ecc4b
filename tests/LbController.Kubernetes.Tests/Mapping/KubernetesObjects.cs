using System.Text.Json;
using k8s;
using LbController.Kubernetes.Resources;
using LbController.Kubernetes.Tests.Resources;
using System.Text.Json.Serialization.Metadata;

namespace LbController.Kubernetes.Tests.Mapping;

/// <summary>Objects as the API server sends them, written as YAML.</summary>
internal static class KubernetesObjects
{
    public static T Read<T>(string yaml) =>
        Definitions.ToJson(yaml).Deserialize((JsonTypeInfo<T>)(MetalLbJson.Default.GetTypeInfo(typeof(T)) ?? ExcerptJson.Default.GetTypeInfo(typeof(T)) ?? SourceGenerationContext.Default.GetTypeInfo(typeof(T)))!)!;
}
