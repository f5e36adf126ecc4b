using LbController.Core.Addresses;
using LbController.Core.Snapshot;
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

    [Fact]
    public void What_was_promised_by_the_leader_before_stays_until_the_new_one_says_otherwise()
    {
        var machine = new LeaseMachine("b", new LeaseOptions(), holder => holder == "a");
        machine.Read(Lease("a", "1") with { Promises = [Promise("old")] }, At(0));
        var taken = Assert.IsType<LeaseAction.Write>(machine.Next(At(0))).Lease;
        Assert.Equal([Promise("old")], taken.Promises);
        machine.Written(taken with { Version = "2" }, At(0));
        Assert.Equal([Promise("old")], Assert.IsType<LeaseAction.Write>(machine.Next(At(2))).Lease.Promises);

        Assert.True(machine.Promise([Promise("own")], isUrgent: false, At(2)));
        Assert.Equal([Promise("own")], Assert.IsType<LeaseAction.Write>(machine.Next(At(2))).Lease.Promises);
    }

    /// <summary>The answer to the write that took the Lease was lost: what stands in the Lease now is ours, and is what the leader before has promised.</summary>
    [Fact]
    public void Who_learns_late_that_it_leads_has_lost_no_promise()
    {
        var machine = new LeaseMachine("b", new LeaseOptions(), holder => holder == "a");
        machine.Read(Lease("a", "1") with { Promises = [Promise("old")] }, At(0));
        Assert.IsType<LeaseAction.Write>(machine.Next(At(0)));
        machine.Failed(At(1));
        machine.Read(Lease("b", "2") with { Promises = [Promise("old")] }, At(3));
        Assert.False(machine.IsLeader(At(3)));
        Assert.Equal([Promise("old")], Assert.IsType<LeaseAction.Write>(machine.Next(At(3))).Lease.Promises);
    }

    [Fact]
    public void A_promise_in_a_hurry_is_written_at_once_and_another_with_the_next_renewal()
    {
        var machine = new LeaseMachine("a", new LeaseOptions(), _ => false);
        machine.Read(null, At(0));
        machine.Written(((LeaseAction.Write)machine.Next(At(0))).Lease, At(0));
        Assert.True(machine.Promise([Promise("web")], isUrgent: false, At(1)));
        Assert.IsType<LeaseAction.Wait>(machine.Next(At(1)));
        Assert.True(machine.Promise([Promise("web")], isUrgent: true, At(1)));
        var written = Assert.IsType<LeaseAction.Write>(machine.Next(At(1))).Lease;

        // Another comes while the first is on its way.
        Assert.True(machine.Promise([Promise("other")], isUrgent: true, At(1)));
        machine.Written(written, At(1));
        var next = Assert.IsType<LeaseAction.Write>(machine.Next(At(1))).Lease;
        Assert.Equal([Promise("other")], next.Promises);
        machine.Written(next, At(1));
        Assert.IsType<LeaseAction.Wait>(machine.Next(At(1)));
    }

    [Fact]
    public void Who_does_not_lead_any_more_promises_nothing_and_leaves_what_it_has_promised()
    {
        var machine = new LeaseMachine("a", new LeaseOptions(), _ => false);
        machine.Read(null, At(0));
        machine.Written(Lease("a", "1"), At(0));
        machine.Promise([Promise("web")], isUrgent: true, At(1));
        machine.Written(((LeaseAction.Write)machine.Next(At(1))).Lease, At(1));
        Assert.False(machine.Promise([], isUrgent: true, At(11)));
        Assert.Equal([Promise("web")], Assert.IsType<LeaseAction.Write>(machine.Next(At(11))).Lease.Promises);
    }

    [Fact]
    public void The_Lease_is_given_back_with_what_may_be_under_way()
    {
        var machine = new LeaseMachine("a", new LeaseOptions(), _ => false);
        machine.Read(null, At(0));
        machine.Written(Lease("a", "1") with { Promises = [Promise("web")] }, At(0));
        Assert.Equal([Promise("web")], machine.Release(At(1))!.Promises);
    }

    private static AddressPromise Promise(string service) => new(new ObjectKey("shop", service), "1", [Address.Parse("192.0.2.1")]);

    private static LeaseRecord Lease(string holder, string version) => new(version, holder, TimeSpan.FromSeconds(15), "", "", 0);

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
