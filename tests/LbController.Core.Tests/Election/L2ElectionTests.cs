using LbController.Core.Addresses;
using LbController.Core.Election;

namespace LbController.Core.Tests.Election;

public sealed class L2ElectionTests
{
    private static List<string> Rank(Address address, IEnumerable<L2Candidate> candidates) =>
        L2Election.Rank(address, candidates).Select(candidate => candidate.Node).ToList();

    private static readonly Address Vip = Address.Parse("192.0.2.10");

    [Fact]
    public void Nobody_owns_without_candidates() => Assert.Empty(Rank(Vip, []));

    [Fact]
    public void The_order_of_the_input_does_not_matter()
    {
        var nodes = Enumerable.Range(1, 9).Select(i => new L2Candidate($"n{i}", 1, 0)).ToList();
        var ranked = Rank(Vip, nodes);
        nodes.Reverse();
        Assert.Equal(ranked, Rank(Vip, nodes));
    }

    [Fact]
    public void The_rank_is_the_same_in_every_process_and_version() =>
        Assert.Equal(["n1", "n2", "n3"], Rank(Vip, [new("n1", 1, 0), new("n2", 1, 0), new("n3", 1, 0)]).Order(StringComparer.Ordinal));

    [Fact]
    public void A_higher_preference_wins_over_the_hash()
    {
        foreach (var favourite in new[] { "n1", "n2", "n3" })
        {
            var candidates = new[] { "n1", "n2", "n3" }.Select(node => new L2Candidate(node, 1, node == favourite ? 10 : 0));
            Assert.Equal(favourite, Rank(Vip, candidates)[0]);
        }
    }

    [Fact]
    public void Serving_more_of_the_sharing_Services_wins_over_preference() =>
        Assert.Equal("n2", Rank(Vip, [new("n1", 1, 100), new("n2", 2, 0)])[0]);

    [Fact]
    public void A_draining_node_goes_last_whatever_it_serves() =>
        Assert.Equal("n2", Rank(Vip, [new("n1", 2, 100, IsDraining: true), new("n2", 1, 0)])[0]);

    [Fact]
    public void When_the_owner_leaves_the_others_keep_their_order()
    {
        var nodes = Enumerable.Range(1, 9).Select(i => new L2Candidate($"n{i}", 1, 0)).ToList();
        var ranked = Rank(Vip, nodes);
        nodes.RemoveAll(candidate => candidate.Node == ranked[0]);
        Assert.Equal(ranked.Skip(1), Rank(Vip, nodes));
    }

    [Fact]
    public void Many_addresses_spread_over_all_nodes()
    {
        var nodes = Enumerable.Range(1, 5).Select(i => new L2Candidate($"n{i}", 1, 0)).ToList();
        var owned = Enumerable.Range(0, 1000).CountBy(i => Rank(Address.V4(0xc0000200u + (uint)i), nodes)[0]).ToList();
        Assert.Equal(5, owned.Count);
        Assert.All(owned, share => Assert.InRange(share.Value, 140, 260));
    }
}
