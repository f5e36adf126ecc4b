using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Config;

public sealed class BgpAdvertisementParserTests
{
    [Fact]
    public void An_aggregate_wider_than_the_pool_is_refused_with_the_length_that_is_possible()
    {
        var error = Assert.Single(Parse(Plain() with { AggregationLength = 23 }).Errors);
        Assert.Equal("spec.aggregationLength", error.Field);
        Assert.Contains("use 24 or more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_alias_costs_this_advertisement_alone()
    {
        var (valid, errors) = Parse(Plain() with { Communities = ["silver"] }, Plain() with { Key = new("metallb-system", "b"), Communities = ["gold", "65000:1"] });
        Assert.Equal("b", Assert.Single(valid).Key.Name);
        Assert.Contains("'silver'", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Service_selectors_do_not_go_with_an_aggregate() =>
        Assert.Equal("spec.serviceSelectors", Assert.Single(Parse(Plain() with { AggregationLength = 28, ServiceSelectors = [new(LabelSet.Empty, [])] }).Errors).Field);

    [Fact]
    public void An_alias_given_twice_or_without_a_community_is_an_error_of_its_object()
    {
        var aliases = new CommunityAliases([new(new("metallb-system", "c"), [new("gold", "65000:7"), new("gold", "65000:8"), new("bad", "x")])]);
        Assert.Equal(["spec.communities[1].name", "spec.communities[2].value"], aliases.Errors.Select(error => error.Field));
        Assert.True(aliases.TryResolve("gold", out var community));
        Assert.Equal("65000:7", community);
    }

    [Theory]
    [InlineData("192.0.2.0/24", 24)]
    [InlineData("192.0.2.1-192.0.2.254", 26)]
    [InlineData("192.0.2.7-192.0.2.7", 32)]
    [InlineData("192.0.2.3-192.0.2.4", 32)]
    [InlineData("0.0.0.0/0", 0)]
    [InlineData("2001:db8::/64", 64)]
    public void The_widest_prefix_of_a_range_lies_wholly_in_it(string text, int length)
    {
        Assert.True(AddressRange.TryParse(text, out var range, out _));
        Assert.Equal(length, range.WidestPrefixLength);
    }

    private static (IReadOnlyList<BgpAdvertisementSpec> Valid, IReadOnlyList<ConfigError> Errors) Parse(params BgpAdvertisementSpec[] specs)
    {
        var pool = new Pool(new("metallb-system", "blue"), LabelSet.Empty, [Prefix.Parse("192.0.2.0/24").Range]);
        return BgpAdvertisementParser.Parse(specs, [pool], new CommunityAliases([new(new("metallb-system", "names"), [new("gold", "65000:7")])]));
    }

    private static BgpAdvertisementSpec Plain() => new(new("metallb-system", "a"));
}
