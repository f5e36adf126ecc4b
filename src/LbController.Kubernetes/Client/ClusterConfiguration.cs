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
                : Kubeconfig.Read(kubeconfig, context: null);
        }
        catch (Exception failure)
        {
            throw string.IsNullOrEmpty(kubeconfig)
                ? new ClusterConfigurationException($"not running in a cluster, and no --kubeconfig was given: {failure.Message}", failure)
                : new ClusterConfigurationException($"kubeconfig '{kubeconfig}' cannot be used: {failure.Message}", failure);
        }
    }

    /// <summary>As kubectl finds it: the file given, else those of KUBECONFIG, else <c>~/.kube/config</c>, else the Pod's service account.</summary>
    /// <param name="kubeconfig">The file; null: not given.</param>
    /// <param name="context">The context; null: the current one.</param>
    /// <exception cref="ClusterConfigurationException">There is none, or it cannot be read.</exception>
    public static KubernetesClientConfiguration LoadForUser(string? kubeconfig, string? context)
    {
        var file = kubeconfig ?? DefaultFile();
        if (file is null)
        {
            return Load(null);
        }

        try
        {
            return Kubeconfig.Read(file, context);
        }
        catch (Exception failure)
        {
            throw new ClusterConfigurationException($"kubeconfig '{file}' cannot be used: {failure.Message}", failure);
        }
    }

    private static string? DefaultFile()
    {
        var named = Environment.GetEnvironmentVariable("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        return named.FirstOrDefault(File.Exists) ?? named.FirstOrDefault() ?? (File.Exists(home) ? home : null);
    }
}
