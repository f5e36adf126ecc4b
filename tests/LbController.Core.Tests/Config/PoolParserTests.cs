using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Config;

public sealed class PoolParserTests
{
    [Theory]
    [InlineData("192.0.2.0/33", "spec.addresses[0]", "neither a CIDR")]
    [InlineData("192.0.2.1", "spec.addresses[0]", "write '192.0.2.1/32'")]
    [InlineData("203.0.113.0/24 192.0.2.9-192.0.2.1", "spec.addresses[1]", "ends before it begins")]
    [InlineData("192.0.2.0/24 192.0.2.128/25", "spec.addresses[1]", "of the same pool")]
    [InlineData("192.0.2.128/25 203.0.113.0/24 192.0.2.0/24", "spec.addresses[2]", "'192.0.2.0/24' overlaps '192.0.2.128/25' of the same pool")]
    public void A_bad_address_is_named_with_its_mend(string addresses, string field, string words)
    {
        var error = Assert.Single(PoolParser.Parse([Spec("a", addresses)]).Errors);
        Assert.Equal((PoolParser.Kind, "a", field), (error.Kind, error.Key.Name, error.Field));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_needs_an_address() =>
        Assert.Equal("spec.addresses", Assert.Single(PoolParser.Parse([new PoolSpec(new("lb", "a"))]).Errors).Field);

    [Fact]
    public void All_errors_of_a_pool_are_told_at_once()
    {
        var spec = Spec("a", "x y") with
        {
            ServiceAllocation = new(
                -1,
                ["shop", "shop"],
                [new LabelSelector(LabelSet.Empty, [new("tier", "Is", [])])],
                [new LabelSelector(LabelSet.Empty, [new("tier", "In", []), new("", "Exists", ["v"])])]),
        };
        Assert.Equal(
            [
                "spec.addresses[0]",
                "spec.addresses[1]",
                "spec.serviceAllocation.namespaces[1]",
                "spec.serviceAllocation.namespaceSelectors[0].matchExpressions[0].operator",
                "spec.serviceAllocation.serviceSelectors[0].matchExpressions[0].values",
                "spec.serviceAllocation.serviceSelectors[0].matchExpressions[1].key",
                "spec.serviceAllocation.serviceSelectors[0].matchExpressions[1].values",
            ],
            PoolParser.Parse([spec]).Errors.Select(error => error.Field));
    }

    [Fact]
    public void A_bad_pool_costs_only_itself()
    {
        var (pools, errors) = PoolParser.Parse([Spec("bad", "x"), Spec("good", "192.0.2.0/24")]);
        Assert.Equal("good", Assert.Single(pools).Name);
        Assert.Equal("bad", Assert.Single(errors).Key.Name);
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.255-192.0.3.4")]
    [InlineData("192.0.2.0/24", "192.0.2.7/32")]
    [InlineData("192.0.2.7/32", "192.0.2.0/24")]
    [InlineData("2001:db8::/32", "2001:db8:1::/48")]
    public void Of_two_that_overlap_the_older_is_kept_whatever_their_names_and_order(string first, string second)
    {
        var older = Spec("z-older", first) with { CreatedAt = 100 };
        var younger = Spec("a-younger", second) with { CreatedAt = 101 };
        foreach (var specs in (PoolSpec[][])[[older, younger], [younger, older]])
        {
            var (pools, errors) = PoolParser.Parse(specs);
            Assert.Equal("z-older", Assert.Single(pools).Name);
            var error = Assert.Single(errors);
            Assert.Equal(("a-younger", "spec.addresses[0]"), (error.Key.Name, error.Field));
            Assert.Contains($"'{second}' overlaps", error.Message, StringComparison.Ordinal);
            Assert.Contains("of pool 'z-older', which is older", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_two_of_one_age_that_overlap_the_first_by_name_is_kept() =>
        Assert.Equal("a", Assert.Single(PoolParser.Parse([Spec("b", "192.0.2.0/24"), Spec("a", "192.0.2.0/24")]).Pools).Name);

    [Fact]
    public void A_pool_that_is_not_created_yet_is_younger_than_all_others()
    {
        var (pools, _) = PoolParser.Parse([Spec("a-planned", "192.0.2.0/24"), Spec("b", "192.0.2.0/24") with { CreatedAt = 5 }]);
        Assert.Equal("b", Assert.Single(pools).Name);
    }

    [Fact]
    public void An_address_held_out_of_a_pool_that_an_older_one_now_covers_is_still_of_its_own_pool()
    {
        var (pools, _) = PoolParser.Parse(
            [Spec("z-older", "192.0.2.0/24") with { CreatedAt = 1 }, Spec("a-younger", "192.0.2.128/25") with { CreatedAt = 2 }]);
        var held = new ServiceSnapshot(new("shop", "web")) { Annotations = LabelSet.From([new("metallb.io/ip-allocated-from-pool", "a-younger")]) };
        var address = Address.Parse("192.0.2.200");
        Assert.Equal("a-younger", pools.PoolOf(held, address)?.Name);
        Assert.Equal("z-older", pools.PoolOf(held with { Annotations = LabelSet.Empty }, address)?.Name);
    }

    [Fact]
    public void A_refused_pool_does_not_stand_in_the_way_of_others()
    {
        var (pools, _) = PoolParser.Parse([Spec("a", "192.0.2.0/24 x"), Spec("b", "192.0.2.0/24")]);
        Assert.Equal("b", pools.PoolOf(Address.Parse("192.0.2.1"))?.Name);
    }

    [Fact]
    public void An_address_leads_to_its_pool()
    {
        var (pools, _) = PoolParser.Parse([Spec("b", "192.0.2.0/25 2001:db8::/64"), Spec("a", "192.0.2.128/25 203.0.113.7/32")]);
        Assert.Equal("b", pools.PoolOf(Address.Parse("192.0.2.127"))?.Name);
        Assert.Equal("a", pools.PoolOf(Address.Parse("192.0.2.128"))?.Name);
        Assert.Equal("a", pools.PoolOf(Address.Parse("203.0.113.7"))?.Name);
        Assert.Equal("b", pools.PoolOf(Address.Parse("2001:db8::1"))?.Name);
        Assert.Null(pools.PoolOf(Address.Parse("203.0.113.8")));
    }

    [Fact]
    public void Ten_thousand_pools_are_parsed_in_no_time()
    {
        var specs = Enumerable.Range(0, 10_000).Select(i => Spec($"p{i}", $"10.{i / 256}.{i % 256}.0/24"));
        var (pools, errors) = PoolParser.Parse(specs);
        Assert.Equal(10_000, pools.Count);
        Assert.Empty(errors);
    }

    private static PoolSpec Spec(string name, string addresses) =>
        new(new ObjectKey("lb", name)) { Addresses = addresses.Split(' ').ToValueArray() };
}
