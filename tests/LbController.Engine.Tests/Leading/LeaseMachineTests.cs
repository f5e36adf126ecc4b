using LbController.Engine.Leading;

namespace LbController.Engine.Tests.Leading;

public sealed class LeaseMachineTests
{
    [Fact]
    public void The_first_to_come_leads_and_goes_on_leading()
    {
        var sim = new LeaseSim().Join("a").Join("b").Run(60);
        Assert.Equal(["a"], sim.Leaders);
        Assert.Equal("a", Assert.Single(sim.History).Leader);
        Assert.Equal(0, sim.Lease!.Transitions);
    }

    [Fact]
    public void A_leader_that_dies_is_replaced_one_lease_later()
    {
        var sim = new LeaseSim().Join("a").Join("b").Run(20);
        sim.Die("a");
        sim.Run(20);
        Assert.Equal(["b"], sim.Leaders);
        Assert.InRange(sim.History[^1].Second - 20, 13, 17.1);
        Assert.Equal(1, sim.Lease!.Transitions);
    }

    [Fact]
    public void A_leader_that_leaves_is_replaced_at_the_next_look()
    {
        var sim = new LeaseSim().Join("a").Join("b").Run(20);
        sim.Leave("a");
        sim.Run(3);
        Assert.Equal(["b"], sim.Leaders);
        Assert.InRange(sim.History[^1].Second - 20, 0, 2.1);
    }

    [Fact]
    public void A_leader_that_is_cut_off_stops_before_another_begins()
    {
        var sim = new LeaseSim().Join("a").Join("b").Run(20);
        sim.CutOff("a");
        sim.Run(7.5);
        Assert.Equal(["a"], sim.Leaders);
        sim.Run(3);
        Assert.Empty(sim.Leaders);
        sim.Run(10);
        Assert.Equal(["b"], sim.Leaders);
        sim.Reconnect("a");
        Assert.Equal(["b"], sim.Run(60).Leaders);
    }

    [Fact]
    public void A_short_failure_costs_nothing()
    {
        var sim = new LeaseSim().Join("a").Join("b").Run(20);
        sim.CutOff("a");
        sim.Run(6);
        sim.Reconnect("a");
        sim.Run(30);
        Assert.Equal("a", Assert.Single(sim.History).Leader);
    }

    [Fact]
    public void A_holder_known_to_have_ended_is_not_waited_for()
    {
        var sim = new LeaseSim().Join("pod_1").Run(20);
        sim.Die("pod_1");
        sim.Join("pod_2", holder => holder == "pod_1").Run(1);
        Assert.Equal(["pod_2"], sim.Leaders);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00.000000Z")]
    [InlineData("2999-01-01T00:00:00.000000Z")]
    [InlineData("")]
    public void What_the_clock_of_another_says_is_nothing(string renewTime)
    {
        var machine = new LeaseMachine("b", new LeaseOptions(), _ => false);
        machine.Read(Lease("a", "1") with { RenewTime = renewTime }, At(100));
        Assert.IsType<LeaseAction.Wait>(machine.Next(At(100)));
        machine.Read(Lease("a", "1") with { RenewTime = renewTime }, At(114.9));
        Assert.IsType<LeaseAction.Wait>(machine.Next(At(114.9)));
        machine.Read(Lease("a", "1") with { RenewTime = renewTime }, At(117));
        Assert.Equal("b", Assert.IsType<LeaseAction.Write>(machine.Next(At(117))).Lease.Holder);
    }

    [Fact]
    public void A_leader_counts_from_the_moment_its_write_began()
    {
        var machine = new LeaseMachine("a", new LeaseOptions(), _ => false);
        machine.Read(null, At(0));
        machine.Written(Lease("a", "1"), startedAt: At(1));
        Assert.True(machine.IsLeader(At(10.9)));
        Assert.False(machine.IsLeader(At(11)));
    }

    [Fact]
    public void A_leader_that_reads_another_holder_stops_at_once()
    {
        var machine = new LeaseMachine("a", new LeaseOptions(), _ => false);
        machine.Read(null, At(0));
        machine.Written(Lease("a", "1"), At(0));
        machine.Failed(At(2));
        machine.Read(Lease("b", "2"), At(4));
        Assert.False(machine.IsLeader(At(4)));
        Assert.Null(machine.Release(At(4)));
    }

    private static LeaseRecord Lease(string holder, string version) => new(version, holder, TimeSpan.FromSeconds(15), "", "", 0);

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
