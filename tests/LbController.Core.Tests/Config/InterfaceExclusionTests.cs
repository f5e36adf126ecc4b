using LbController.Core.Config;

namespace LbController.Core.Tests.Config;

public sealed class InterfaceExclusionTests
{
    [Theory]
    [InlineData("docker0", true)]
    [InlineData("veth1234", true)]
    [InlineData("cali9f", true)]
    [InlineData("kube-ipvs0", true)]
    [InlineData("lo", true)]
    [InlineData("lom1", false)]
    [InlineData("eth0", false)]
    [InlineData("bond0.10", false)]
    [InlineData("br-lxc", false)]
    public void By_default_links_of_container_networks_are_out_and_others_are_not(string name, bool expected) =>
        Assert.Equal(expected, InterfaceExclusion.Default.Matches(name));

    [Fact]
    public void A_pattern_is_found_anywhere_in_the_name_unless_it_is_anchored()
    {
        Assert.True(InterfaceExclusion.TryParse(["h1", "^x"], out var exclusion, out _));
        Assert.True(exclusion.Matches("eth1"));
        Assert.False(exclusion.Matches("ethx"));
    }

    [Theory]
    [InlineData("eth(", "not closed")]
    [InlineData("(?=x)y", "needs backtracking")]
    public void A_wrong_pattern_is_named(string pattern, string because)
    {
        Assert.False(InterfaceExclusion.TryParse(["^ok$", pattern], out _, out var error), because);
        Assert.Contains($"'{pattern}'", error, StringComparison.Ordinal);
    }
}
