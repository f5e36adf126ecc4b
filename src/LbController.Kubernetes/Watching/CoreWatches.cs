using System.Text.Json;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Mapping;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Watching;

/// <summary>The kinds of Kubernetes itself that the roles follow.</summary>
public static class CoreWatches
{
    private const string WholeCluster = "";

    public static WatchedKind Services { get; } = WatchedKind.Of(
        "Service", new ResourcePath("", "v1", "services"), WholeCluster,
        json => json.Deserialize(ExcerptJson.Default.ServiceExcerpt)!, ServiceMapping.ToSnapshot);

    public static WatchedKind EndpointSlices { get; } = WatchedKind.Of(
        "EndpointSlice", new ResourcePath("discovery.k8s.io", "v1", "endpointslices"), WholeCluster,
        json => json.Deserialize(ExcerptJson.Default.V1EndpointSlice)!, EndpointSliceMapping.ToSnapshot);

    public static WatchedKind Nodes { get; } = WatchedKind.Of(
        "Node", new ResourcePath("", "v1", "nodes"), WholeCluster,
        json => json.Deserialize(ExcerptJson.Default.V1Node)!, NodeMapping.ToSnapshot);

    public static WatchedKind Namespaces { get; } = WatchedKind.Of(
        "Namespace", new ResourcePath("", "v1", "namespaces"), WholeCluster,
        json => json.Deserialize(ExcerptJson.Default.V1Namespace)!, NamespaceMapping.ToSnapshot);

    /// <summary>Of one namespace only: no role may read the passwords of others.</summary>
    public static WatchedKind Secrets(string @namespace) => WatchedKind.Of(
        "Secret", new ResourcePath("", "v1", "secrets"), @namespace,
        json => json.Deserialize(ExcerptJson.Default.V1Secret)!, SecretMapping.ToSnapshot);
}
