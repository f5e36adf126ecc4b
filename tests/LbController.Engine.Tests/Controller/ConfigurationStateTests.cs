using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Tests.Controller;

public sealed class ConfigurationStateTests
{
    private static readonly ObjectKey Key = new("lb", "controller");

    [Fact]
    public void A_valid_configuration_is_said_to_be_valid_once()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Sync().Pool("blue", "192.0.2.0/29").Run();
        Assert.Single(sim.Commands.OfType<Command.WriteConfigurationState>());
        Assert.Equal(("Valid", ""), (sim.State!.Result, sim.State.ErrorSummary));
    }

    [Fact]
    public void Each_error_is_a_line_with_object_field_value_and_mend()
    {
        var sim = new ClusterSim().Pool("a", "x").Pool("b", "192.0.2.1").Sync();
        Assert.Equal("Invalid", sim.State!.Result);
        var lines = sim.State.ErrorSummary.Split('\n');
        Assert.StartsWith("IPAddressPool a: spec.addresses[0]: 'x' is neither", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("write '192.0.2.1/32'", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_mended_configuration_is_said_to_be_valid_again() =>
        Assert.Equal("Valid", new ClusterSim().Pool("a", "x").Sync().Pool("a", "192.0.2.0/30").Run().State!.Result);

    [Fact]
    public void A_restart_writes_no_state_and_tells_no_error_a_second_time()
    {
        var sim = new ClusterSim().Pool("a", "x").Sync();
        Assert.Equal(["a ConfigurationError"], sim.Events);
        Assert.Empty(sim.Restart().Commands);
        Assert.Equal(["b ConfigurationError"], sim.Pool("b", "y").Run().Events);
    }

    [Fact]
    public void An_error_that_comes_back_is_told_again() =>
        Assert.Equal(
            ["a ConfigurationError", "a ConfigurationError"],
            new ClusterSim().Pool("a", "x").Sync().Pool("a", "192.0.2.0/30").Run().Pool("a", "x").Run().Events);

    [Fact]
    public void A_state_that_somebody_removes_or_edits_is_written_again()
    {
        var sim = new ClusterSim().Sync();
        sim.Commands.Clear();
        sim.Post(new Fact.Gone(typeof(ConfigurationStateSnapshot), Key)).Run();
        Assert.Single(sim.Commands.OfType<Command.WriteConfigurationState>());
        sim.Post(new Fact.Seen(new ConfigurationStateSnapshot(Key, "Invalid", "by hand"))).Run();
        Assert.Equal("Valid", sim.State!.Result);
    }

    [Fact]
    public void A_write_that_fails_is_tried_again()
    {
        var sim = new ClusterSim { Fault = command => command is Command.WriteConfigurationState ? new Outcome(OutcomeKind.Failed, "timeout") : null }.Sync();
        Assert.Null(sim.State);
        sim.Fault = _ => null;
        Assert.Equal("Valid", sim.Wait(TimeSpan.FromSeconds(1)).State!.Result);
    }

    [Fact]
    public void The_UID_of_every_kind_is_in_its_Event()
    {
        var peer = new BgpPeerSpec(new("lb", "r")) { Uid = "uid-r", MyAsn = 1, PeerAsn = 2, PeerAddress = "x" };
        var sim = new ClusterSim().Post(new Fact.Seen(peer)).Sync();
        var subject = Assert.Single(sim.Commands.OfType<Command.RecordEvent>()).Subject;
        Assert.Equal(("metallb.io/v1beta2", "BGPPeer", "uid-r"), (subject.ApiVersion, subject.Kind, subject.Uid));
    }

    [Fact]
    public void A_summary_that_would_be_too_long_says_how_many_lines_are_left_out()
    {
        var verdict = new ConfigurationVerdict(Enumerable.Range(0, 10_000).Select(i => $"error {i}").ToValueArray());
        Assert.True(verdict.Summary.Length < 17_000);
        Assert.Matches("and [0-9]+ more$", verdict.Summary);
    }
}
