using LbController.Core.Config;
using LbController.Host.Options;

namespace LbController.Host.Tests.Options;

public sealed class ExcludedInterfacesFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("announcedInterfacesToExclude: [\"^docker.*\", '^ens9$']")]
    [InlineData("# from the chart\nannouncedInterfacesToExclude:\n- ^docker.*\n- ^ens9$\n")]
    public void The_list_of_MetalLB_s_ConfigMap_is_read(string text)
    {
        var exclusion = Read(text);
        Assert.True(exclusion.Matches("ens9"));
        Assert.True(exclusion.Matches("docker0"));
        Assert.False(exclusion.Matches("veth0"));
    }

    [Fact]
    public void Without_a_file_the_built_in_list_holds() => Assert.Same(InterfaceExclusion.Default, ExcludedInterfacesFile.Read(path + ".none"));

    [Theory]
    [InlineData("", "announcedInterfacesToExclude")]
    [InlineData("interfaces: [a]", "announcedInterfacesToExclude")]
    [InlineData("announcedInterfacesToExclude: eth0", "a list")]
    [InlineData("announcedInterfacesToExclude: [\"eth(\"]", "'eth('")]
    [InlineData("a: [", "")]
    public void What_is_wrong_is_said_with_the_file_s_name(string text, string part)
    {
        var wrong = Assert.Throws<IOException>(() => Read(text));
        Assert.StartsWith(path, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(part, wrong.Message, StringComparison.Ordinal);
    }

    private InterfaceExclusion Read(string text)
    {
        File.WriteAllText(path, text);
        return ExcludedInterfacesFile.Read(path);
    }
}
