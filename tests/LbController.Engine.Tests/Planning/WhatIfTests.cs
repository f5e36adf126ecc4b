using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Controller;
using LbController.Engine.Planning;

namespace LbController.Engine.Tests.Planning;

public sealed class WhatIfTests
{
    [Fact]
    public void A_new_Service_gets_the_lowest_free_address_and_the_pool_runs_dry()
    {
        var tried = Try(Pool("a", "192.0.2.1-192.0.2.2"), Service("one", "192.0.2.1"));
        tried.Put(Service("two"));

        var forecast = tried.Forecast();

        Assert.Equal(["shop/two Gets [] [192.0.2.2] Assigned"], Lines(forecast));
        Assert.True(Assert.Single(forecast.Pools).RunsDry);
        Assert.False(forecast.IsHarmful);
    }

    [Fact]
    public void A_shorter_pool_moves_who_lies_outside_and_takes_from_who_finds_no_other()
    {
        var tried = Try(Pool("a", "192.0.2.1-192.0.2.4"), Service("one", "192.0.2.3"), Service("two", "192.0.2.4"));
        tried.Put(Pool("a", "192.0.2.1/32"));

        var forecast = tried.Forecast();

        Assert.Equal(
            ["shop/one Moves [192.0.2.3] [192.0.2.1] Assigned", "shop/two Loses [192.0.2.4] [] PoolExhausted"],
            Lines(forecast));
        Assert.True(forecast.IsHarmful);
    }

    [Fact]
    public void A_range_that_goes_from_one_pool_to_the_next_moves_who_lies_in_it_in_between()
    {
        var tried = Try(Pool("a", "192.0.2.5-192.0.2.6"), Pool("wide", "203.0.113.0/29"), Service("one", "192.0.2.6"));
        tried.Put(Pool("a", "192.0.2.5/32"));
        tried.Put(Pool("moved", "192.0.2.6/32"));

        Assert.Equal(["shop/one Moves [192.0.2.6] [192.0.2.5] Assigned"], Lines(tried.Forecast()));
    }

    [Fact]
    public void Many_Services_are_all_decided_upon()
    {
        var tried = Try([Pool("a", "10.0.0.0/16"), .. Enumerable.Range(0, 3000).Select(i => Service($"s{i}", $"10.0.{i / 250}.{i % 250}"))]);
        tried.Put(Pool("a", "10.0.0.0/24"));
        Assert.Equal(3000 - 250, tried.Forecast().Services.Count);
    }

    [Fact]
    public void A_Service_that_stops_being_ours_loses_its_address_for_a_reason()
    {
        var tried = Try(Pool("a", "192.0.2.1-192.0.2.4"), Service("one", "192.0.2.3"), Service("two", "192.0.2.4"));
        tried.Put(Service("one") with { Type = "ClusterIP" });
        tried.Put(Service("two") with { LoadBalancerClass = "example.com/other" });

        Assert.Equal(["shop/one Loses [192.0.2.3] [] NotLoadBalancer", "shop/two Loses [192.0.2.4] [] OtherClass"], Lines(tried.Forecast()));
    }

    [Fact]
    public void A_change_that_touches_nobody_says_nothing()
    {
        var tried = Try(Pool("a", "192.0.2.1-192.0.2.4"), Service("one", "192.0.2.3"));
        tried.Put(Service("one"));
        tried.Put(Pool("a", "192.0.2.1-192.0.2.4"));

        Assert.Equal(new Forecast([], [], []), tried.Forecast());
    }

    [Fact]
    public void What_would_happen_without_the_change_is_not_its_doing()
    {
        var tried = Try(Pool("a", "192.0.2.1-192.0.2.4"), Service("late"));
        tried.Put(Pool("b", "198.51.100.0/24"));

        Assert.Empty(tried.Forecast().Services);
    }

    [Fact]
    public void A_removed_pool_takes_its_addresses_and_a_removed_Service_frees_one_for_who_waits()
    {
        var tried = Try(Pool("a", "192.0.2.1/32"), Service("one", "192.0.2.1"), Service("two"));
        tried.Remove(typeof(ServiceSnapshot), new ObjectKey("shop", "one"));
        Assert.Equal(["shop/one Loses [192.0.2.1] [] ", "shop/two Gets [] [192.0.2.1] Assigned"], Lines(tried.Forecast()));

        tried = Try(Pool("a", "192.0.2.1/32"), Service("one", "192.0.2.1"));
        tried.Remove(typeof(PoolSpec), new ObjectKey("lb", "a"));
        Assert.Equal(["shop/one Loses [192.0.2.1] [] NoPools"], Lines(tried.Forecast()));
    }

    [Fact]
    public void A_pool_that_overlaps_is_told_as_an_error_of_the_change()
    {
        var tried = Try(Pool("a", "192.0.2.0/24"));
        tried.Put(Pool("b", "192.0.2.0/25"));

        Assert.StartsWith("IPAddressPool b: spec.addresses[0]: ", Assert.Single(tried.Forecast().Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_of_the_plan_is_younger_than_those_that_are_there_and_an_edited_one_keeps_its_age()
    {
        var tried = Try(Pool("z-there", "192.0.2.0/24") with { CreatedAt = 7 });
        tried.Put(Pool("a-planned", "192.0.2.0/25"));
        tried.Put(Pool("z-there", "192.0.2.0/24", "203.0.113.0/24"));
        Assert.StartsWith("IPAddressPool a-planned: ", Assert.Single(tried.Forecast().Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IpFamilyPolicy.SingleStack, "192.0.2.1")]
    [InlineData(IpFamilyPolicy.PreferDualStack, "192.0.2.1")]
    [InlineData(IpFamilyPolicy.RequireDualStack, "192.0.2.1, 2001:db8::1")]
    public void A_new_Service_has_the_families_that_the_API_server_would_give_it(IpFamilyPolicy policy, string addresses)
    {
        var tried = Try(Pool("a", "192.0.2.1/32"), Pool("b", "2001:db8::1/128"));
        tried.Put(Service("new") with { ClusterIps = [], IpFamilyPolicy = policy });

        Assert.Equal(addresses, Assert.Single(tried.Forecast().Services).After.ToString());
    }

    private static WhatIf Try(params SnapshotObject[] objects) => new(new ControllerOptions(null, "lb"), objects);

    private static IEnumerable<string> Lines(Forecast forecast) =>
        forecast.Services.Select(service => $"{service.Service} {service.Kind} [{service.Before}] [{service.After}] {service.Reason}");

    private static PoolSpec Pool(string name, params string[] addresses) => new(new ObjectKey("lb", name)) { Addresses = addresses.ToValueArray() };

    private static ServiceSnapshot Service(string name, params string[] addresses) => new(new ObjectKey("shop", name))
    {
        Uid = name,
        ResourceVersion = "1",
        ClusterIps = [Address.Parse("10.96.0.1")],
        Ports = [new ServicePort("TCP", 80)],
        IngressIps = addresses.ToValueArray(),
    };
}
