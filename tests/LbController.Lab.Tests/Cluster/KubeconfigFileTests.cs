using LbController.Lab.Cluster;

namespace LbController.Lab.Tests.Cluster;

public sealed class KubeconfigFileTests
{
    [Theory]
    [InlineData("clusters:\n- cluster:\n    server: http://127.0.0.1:41234\n  name: lab\n", "YAML")]
    [InlineData("{\"clusters\":[{\"cluster\":{\"server\":\"http://127.0.0.1:41234\"},\"name\":\"lab\"}]}", "JSON is YAML too")]
    public void The_server_is_found_and_replaced(string text, string because)
    {
        Assert.True(KubeconfigFile.ServerOf(text) == "http://127.0.0.1:41234", because);

        var moved = KubeconfigFile.WithServer(text, "http://10.79.0.1:6443");

        Assert.True(KubeconfigFile.ServerOf(moved) == "http://10.79.0.1:6443", because);
        Assert.Contains("lab", moved, StringComparison.Ordinal);
    }
}
