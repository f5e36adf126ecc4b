using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Engine.Tests.Controller;

namespace LbController.Engine.Tests.Configuring;

/// <summary>A right that the API server denies stands in the ConfigurationState, also when a daemon cannot begin for want of it.</summary>
public sealed class MissingRightsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_controller_that_cannot_read_says_which_right_it_lacks_and_nothing_else(bool elects)
    {
        var reactor = new ControllerReactor(new ControllerOptions(null, "lb") { ElectsLeader = elects });
        var write = Assert.IsType<Command.WriteConfigurationState>(Assert.Single(reactor.Step([new Fact.Seen(ClusterSim.Service("web")), new Fact.AccessDenied("list", "bgppeers.metallb.io")], TimeSpan.Zero).Commands));
        Assert.Contains("controller: missing right: verb 'list', resource 'bgppeers.metallb.io'; give it", Assert.Single(write.Verdict.Errors), StringComparison.Ordinal);
        Assert.Empty(reactor.Step([new Fact.Ended(write, Outcome.Done)], TimeSpan.FromSeconds(1)).Commands);
    }

    [Fact]
    public void A_speaker_that_cannot_read_says_so_and_announces_nothing()
    {
        var reactor = new SpeakerReactor(new SpeakerOptions("n1", null, IgnoreExcludeLabel: false, LivenessKey: null, Epoch: 1));
        var write = Assert.IsType<Command.WriteConfigurationState>(Assert.Single(reactor.Step([new Fact.AccessDenied("watch", "services")], TimeSpan.Zero).Commands));
        Assert.Contains("speaker of node n1: missing right: verb 'watch', resource 'services'", Assert.Single(write.Verdict.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_that_is_given_back_leaves_the_state()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Sync().Run();
        sim.Post(new Fact.AccessDenied("patch", "services/status")).Run();
        Assert.False(sim.Commands.OfType<Command.WriteConfigurationState>().Last().Verdict.IsValid);
        sim.Post(new Fact.AccessGiven("patch", "services/status")).Run();
        Assert.True(sim.Commands.OfType<Command.WriteConfigurationState>().Last().Verdict.IsValid);
    }
}
