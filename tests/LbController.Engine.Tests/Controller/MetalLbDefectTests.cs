using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Admission;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>Defects of MetalLB that were found by reading it, as tests that we do not have them; <c>docs/reference/defects.md</c> lists all.</summary>
public sealed class MetalLbDefectTests
{
    [Fact]
    public void PreferDualStack_with_one_cluster_IP_and_a_dual_pool_comes_to_rest()
    {
        var sim = new ClusterSim().Pool("both", "192.0.2.0/29", "2001:db8::/64").Put(Service("web") with { IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }).Sync();
        Assert.Equal("192.0.2.0", sim.AddressesOf("web"));
        sim.Commands.Clear();
        sim.Edit("web", service => service with { Annotations = LabelSet.From(service.Annotations.Append(new("note", "x"))) }).Run().Wait(TimeSpan.FromHours(1));
        Assert.Empty(sim.StatusWrites);
    }

    [Theory]
    [InlineData("198.51.100.1")]
    [InlineData("192.0.2.1")]
    [InlineData("nonsense")]
    [InlineData("2001:db8::1")]
    public void A_new_request_that_fails_costs_no_address(string request)
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Put(Service("web", 1)).Put(Service("other", 2)).Sync();
        sim.Edit("web", service => service with { LoadBalancerIp = request }).Run();
        Assert.Equal("192.0.2.0", sim.AddressesOf("web"));
    }

    [Fact]
    public void Namespace_selectors_that_match_nothing_close_the_pool_to_everybody()
    {
        var closed = new ServiceAllocationSpec(0, [], [new LabelSelector(LabelSet.From([new("tier", "none")]), [])], []);
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").EditPool("blue", pool => pool with { ServiceAllocation = closed })
            .Put(Service("unasked")).Put(Service("asking") with { Annotations = LabelSet.From([new("metallb.io/address-pool", "blue")]) }).Sync();
        Assert.Equal(("", ""), (sim.AddressesOf("unasked"), sim.AddressesOf("asking")));
    }

    [Fact]
    public void A_type_change_that_wipes_the_class_releases_the_address()
    {
        var sim = new ClusterSim(new ControllerOptions("ours", "lb")).Pool("blue", "192.0.2.0/32").Put(Service("web", 1) with { LoadBalancerClass = "ours" })
            .Put(Service("next", 2) with { LoadBalancerClass = "ours" }).Sync();
        sim.Edit("web", service => service with { Type = "ClusterIP", LoadBalancerClass = null }).Run();
        Assert.Equal(("", "192.0.2.0"), (sim.AddressesOf("web"), sim.AddressesOf("next")));
    }

    [Fact]
    public void A_type_change_that_wipes_the_class_while_no_controller_runs_releases_it_too()
    {
        var sim = new ClusterSim(new ControllerOptions("ours", "lb")).Pool("blue", "192.0.2.0/32").Put(Service("web") with { LoadBalancerClass = "ours" }).Sync();
        sim.Edit("web", service => service with { Type = "NodePort", LoadBalancerClass = null });
        Assert.Equal("", sim.Restart().AddressesOf("web"));
    }

    [Fact]
    public void Counters_of_huge_pools_stop_at_their_end_and_never_turn_negative()
    {
        var sim = new ClusterSim().Pool("huge", "2001:db8::/32", "2001:db9::/64", "2001:dba::/120").Sync();
        Assert.Equal(new PoolCounters(0, 0, 0, long.MaxValue), sim.CountersOf("huge"));
        Assert.DoesNotContain(sim.Figures, figure => figure.Split(' ')[^1].StartsWith('-'));
    }

    [Fact]
    public void Services_allocated_counts_Services()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Put(Service("a")).Put(Service("b")).Sync();
        Assert.Contains("metallb_allocator_services_allocated_total blue 2", sim.Figures);
        Assert.Contains("metallb_allocator_services_allocated_total blue 1", sim.Delete("a").Run().Figures);
    }

    [Fact]
    public void A_peer_that_is_created_with_disableMP_is_checked_like_any_other()
    {
        var peer = new BgpPeerSpec(new ObjectKey("lb", "p")) { MyAsn = 1, PeerAsn = 2, PeerAddress = "x", DisableMp = true };
        Assert.False(AdmissionJudge.Judge(new AdmissionQuestion("BGPPeer", peer.Key, null, peer), new ControllerOptions(null, "lb"), []).IsAllowed);
    }

    [Fact]
    public void No_text_shows_a_password()
    {
        const string Password = "correct-horse";
        var peer = new BgpPeerSpec(new ObjectKey("lb", "p")) { MyAsn = 1, PeerAsn = 2, PeerAddress = "192.0.2.1", Password = Password };
        Assert.DoesNotContain(Password, $"{peer} {BgpPeerParser.Parse([peer]).Peers[0]} {new SecretSnapshot(new ObjectKey("lb", "s"), "kubernetes.io/basic-auth", Password)}", StringComparison.Ordinal);
    }

    [Fact]
    public void One_bad_object_freezes_nothing()
    {
        var sim = new ClusterSim().Pool("bad", "nonsense").Pool("good", "192.0.2.0/29").Put(Service("before")).Sync();
        sim.Pool("good", "192.0.2.0/28").Pool("late", "198.51.100.0/32")
            .Put(Service("after") with { Annotations = LabelSet.From([new("metallb.io/address-pool", "late")]) }).Run();
        Assert.Equal(("192.0.2.0", "198.51.100.0"), (sim.AddressesOf("before"), sim.AddressesOf("after")));
        Assert.Empty(sim.Restart().StatusWrites);
    }
}
