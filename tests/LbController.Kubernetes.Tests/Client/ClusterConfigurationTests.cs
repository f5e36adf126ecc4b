using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Tests.Client;

public sealed class ClusterConfigurationTests
{
    [Fact]
    public void A_kubeconfig_that_is_not_there_is_named_in_the_error()
    {
        var error = Assert.Throws<ClusterConfigurationException>(() => ClusterConfiguration.Load("/nowhere/config"));

        Assert.StartsWith("kubeconfig '/nowhere/config' cannot be used: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_of_a_cluster_and_without_a_kubeconfig_the_error_says_what_to_give()
    {
        var error = Assert.Throws<ClusterConfigurationException>(() => ClusterConfiguration.Load(kubeconfig: null));

        Assert.Contains("--kubeconfig", error.Message, StringComparison.Ordinal);
    }
}
