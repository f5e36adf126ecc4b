using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Simulation.Running;
using LbController.Simulation.Stories;

namespace LbController.Simulation.Tests.Stories;

/// <summary>Users edit, delete, share, run out of addresses, and write nonsense.</summary>
public sealed class UserStories
{
    [Fact]
    public void An_address_that_became_free_is_left_alone_until_it_has_cooled_down() =>
        Story.Of(coolDown: 20).Service("web").Wait(1.5).Service("gone").Wait(3).HasAddress("gone", "192.0.2.1").Delete("gone").Wait(1)
            .Service("soon").Wait(1).HasAddress("soon", "192.0.2.2").Wait(20).Service("late").Wait(1).HasAddress("late", "192.0.2.1").Rest();

    [Fact]
    public void What_cools_down_is_given_where_there_is_nothing_else_and_to_who_had_it() =>
        Story.Of(coolDown: 20).Pool("segment", "192.0.2.0/31").Service("web").Wait(1.5).Service("gone").Wait(3).HasAddress("gone", "192.0.2.1").Delete("gone").Wait(1).Service("soon").Wait(1).HasAddress("soon", "192.0.2.1").Rest();

    [Fact]
    public void A_pool_is_edited_under_load() =>
        Story.Of().Repeat(10, (story, i) => story.Service($"s{i}").Wait(0.05)).Pool("segment", "192.0.2.0/29").Wait(5)
            .Delete("s1").Wait(3).Pool("segment", "192.0.2.0/28").Wait(3).HasAddress("s0", "192.0.2.0").Rest();

    [Fact]
    public void A_pool_moves_to_other_addresses() =>
        Story.Of().Service("web").Wait(3).Pool("segment", "192.0.2.64/28").Wait(3).HasAddress("web", "192.0.2.64").IsOwned("web").Wait(5).IsServed("web").Rest();

    [Fact]
    public void A_pool_of_nonsense_costs_only_itself() =>
        Story.Of().Pool("nonsense", "192.0.2.300/24", "9-1").Service("web").Wait(3).HasAddress("web", "192.0.2.0").Rest();

    [Fact]
    public void A_pool_that_overlaps_moves_nothing() =>
        Story.Of().Service("web").Wait(3).Pool("aa", "192.0.2.8/29").Wait(3).HasAddress("web", "192.0.2.0")
            .Do("it goes again", world => world.Api.Delete<PoolSpec>(World.Config("aa"))).Wait(3).HasAddress("web", "192.0.2.0").IsOwned("web").Rest();

    [Fact]
    public void Who_waits_gets_an_address_only_when_its_release_is_seen() =>
        Story.Of().Pool("segment", "192.0.2.0/32").Service("a").Wait(1).Service("b").Wait(2).HasNoAddress("b")
            .Do("writes to a hang", world => world.Api.Hang(World.Shop("a"))).Edit("a", service => service with { Type = "ClusterIP" }).Wait(3).HasNoAddress("b").Rest();

    [Fact]
    public void A_full_pool_serves_who_waits_once_there_is_room() =>
        Story.Of().Pool("segment", "192.0.2.0/31").Service("a").Wait(1).Service("b").Wait(1).Service("c").Wait(3).HasNoAddress("c").Delete("a").Wait(3).HasAddress("c", "192.0.2.0").IsOwned("c").Rest();

    [Fact]
    public void Two_Services_share_an_address_and_one_goes() =>
        Story.Of().Service("web", sharing: "k", port: 80).Wait(1).Service("tls", sharing: "k", port: 443).Wait(3).HasAddress("tls", "192.0.2.0").IsOwned("tls").Delete("web").Wait(3).HasAddress("tls", "192.0.2.0").IsOwned("tls").Rest();

    [Fact]
    public void Two_Services_wish_for_one_address() =>
        Story.Of().Service("a").Service("b").Wait(2)
            .Edit("a", service => service with { LoadBalancerIp = "192.0.2.9" }).Edit("b", service => service with { LoadBalancerIp = "192.0.2.9" }).Wait(5).HasAddress("a", "192.0.2.9")
            .Delete("a").Wait(3).HasAddress("b", "192.0.2.9").Rest();

    [Fact]
    public void Two_Services_wish_for_each_others_address() =>
        Story.Of().Service("a").Wait(1).Service("b").Wait(2)
            .Edit("a", service => service with { LoadBalancerIp = "192.0.2.1" }).Edit("b", service => service with { LoadBalancerIp = "192.0.2.0" }).Wait(10)
            .HasAddress("a", "192.0.2.1").HasAddress("b", "192.0.2.0").Rest();

    [Fact]
    public void A_Service_stops_being_a_load_balancer_and_becomes_one_again() =>
        Story.Of().Service("web").Wait(3).Edit("web", web => web with { Type = "ClusterIP" }).Wait(2).HasNoAddress("web").Edit("web", web => web with { Type = "LoadBalancer" }).Wait(2).IsOwned("web").Rest();

    [Fact]
    public void A_Service_goes_to_another_class() =>
        Story.Of().Service("web").Wait(3).Edit("web", web => web with { LoadBalancerClass = "other" }).Wait(2).HasNoAddress("web").Rest();

    [Fact]
    public void A_wish_that_is_no_address_keeps_what_is_held() =>
        Story.Of().Service("web").Wait(3).Edit("web", web => web with { LoadBalancerIp = "nonsense" }).Wait(3).HasAddress("web", "192.0.2.0").IsOwned("web").Rest();

    [Fact]
    public void Endpoints_flap() =>
        Story.Of().Service("web", isLocal: true, pods: ["n1"]).Wait(3).Repeat(20, (story, i) => story.Pods("web", i % 2 == 0 ? "n2" : "n1").Wait(0.3)).Pods("web", "n2").Wait(2).IsOwnedBy("web", "n2").Rest();

    [Fact]
    public void The_last_endpoint_goes_and_one_comes_back() =>
        Story.Of().Service("web").Service("api", pool: "routed").Wait(3).Pods("web").Pods("api").Wait(2).IsOwnedByNobody("web").HasPaths("api").Pods("web", "n2").Pods("api", "n2").Wait(2).IsOwned("web").Rest();

    [Fact]
    public void A_Service_is_deleted_and_made_again_at_once() =>
        Story.Of().Service("web").Wait(3).Delete("web").Service("web").Wait(3).IsOwned("web").Wait(5).IsServed("web").Rest();

    [Fact]
    public void An_advertisement_names_no_node_and_then_all() =>
        Story.Of().Service("web").Wait(3)
            .Do("no advertisement", world => world.Api.Delete<L2AdvertisementSpec>(World.Config("segment"))).Wait(2).IsOwnedByNobody("web")
            .Do("one again", world => world.Api.Put(new L2AdvertisementSpec(World.Config("segment")))).Wait(2).IsOwned("web").Rest();

    [Fact]
    public void Somebody_writes_another_address_into_a_status_and_it_is_put_right() =>
        Story.Of().Service("web").Wait(3).Edit("web", web => web with { IngressIps = ["198.51.100.1"] }).Wait(5).HasAddress("web", "192.0.2.0").IsOwned("web").Rest();

    [Fact]
    public void A_dual_stack_Service_is_answered_by_ARP_and_by_NDP() =>
        Story.Of().Service("web").Edit("web", web => web with { ClusterIps = [Address.Parse("10.96.0.9"), Address.Parse("fd00::9")], IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }).Wait(3)
            .HasAddresses("web", "192.0.2.0", "2001:db8::").IsOwned("web").Crash("owner").Wait(2).IsOwned("web").Wait(8).IsServed("web").Rest();

    [Fact]
    public void An_IPv6_Service_moves_with_its_owner() =>
        Story.Of().Service("web").Edit("web", web => web with { ClusterIps = [Address.Parse("fd00::9")] }).Wait(3)
            .HasAddress("web", "2001:db8::").IsOwned("web").Leave("owner").Wait(2).IsOwned("web").IsNotOwnedBy("web", "owner").IsServed("web").Rest();
}
