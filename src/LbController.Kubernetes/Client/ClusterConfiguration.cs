using k8s;

namespace LbController.Kubernetes.Client;

/// <summary>Finds the API server and the credentials for it.</summary>
public static class ClusterConfiguration
{
    /// <param name="kubeconfig">A kubeconfig file, whose current context counts; null or empty: the Pod's service account.</param>
    /// <exception cref="ClusterConfigurationException">There is none, or it cannot be read.</exception>
    public static KubernetesClientConfiguration Load(string? kubeconfig)
    {
        try
        {
            return string.IsNullOrEmpty(kubeconfig)
                ? KubernetesClientConfiguration.InClusterConfig()
                : KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig);
        }
        catch (Exception failure)
        {
            throw string.IsNullOrEmpty(kubeconfig)
                ? new ClusterConfigurationException($"not running in a cluster, and no --kubeconfig was given: {failure.Message}", failure)
                : new ClusterConfigurationException($"kubeconfig '{kubeconfig}' cannot be used: {failure.Message}", failure);
        }
    }
}
