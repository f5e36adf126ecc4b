using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Announcing;

public sealed class OwnershipTests
{
    private static readonly string[] Three = ["n1", "n2", "n3"];

    [Fact]
    public void An_owner_that_can_keeps_its_address_whatever_the_ranking_says()
    {
        foreach (var owner in Three)
        {
            Assert.Equal(owner, Ownership.Assign([Entry(1, Three, owner)]).Single().Value);
        }
    }

    [Fact]
    public void An_address_without_an_owner_goes_to_the_first_in_its_ranking()
    {
        var entry = Entry(1, Three);
        Assert.Equal(entry.Contenders[0].Node, Ownership.Assign([entry]).Single().Value);
    }

    [Fact]
    public void What_nobody_can_own_is_nobodys() => Assert.Empty(Ownership.Assign([new(Address.V4(1), [], null)]));

    [Theory]
    [InlineData(3, 1000)]
    [InlineData(5, 100)]
    [InlineData(50, 1000)]
    [InlineData(2, 3)]
    [InlineData(7, 1)]
    public void No_owner_holds_more_than_five_quarters_of_the_mean(int nodes, int addresses)
    {
        var names = Enumerable.Range(1, nodes).Select(i => $"n{i}").ToArray();
        var owners = Ownership.Assign([.. Enumerable.Range(1, addresses).Select(i => Entry(i, names))]);
        Assert.Equal(addresses, owners.Count);
        Assert.True(Most(owners.Values) <= Bound(nodes, addresses), $"{Most(owners.Values)}");
    }

    [Fact]
    public void The_addresses_of_a_dead_node_are_spread_over_those_that_live()
    {
        var before = Ownership.Assign([.. Enumerable.Range(1, 400).Select(i => Entry(i, ["n1", "n2", "n3", "n4"]))]);
        var after = Ownership.Assign([.. Enumerable.Range(1, 400).Select(i => Entry(i, Three, before[Address.V4((uint)i)] is "n4" ? null : before[Address.V4((uint)i)]))]);
        Assert.True(Most(after.Values) <= Bound(3, 400));
        Assert.All(before.Where(pair => pair.Value != "n4"), pair => Assert.Equal(pair.Value, after[pair.Key]));
    }

    [Fact]
    public void A_returning_node_is_given_nothing_while_all_are_within_their_bound() =>
        Assert.Empty(Ownership.Moves([Entry(1, Three, "n1"), Entry(2, Three, "n2")]));

    [Fact]
    public void A_new_node_gets_its_share_by_moves_away_from_the_loaded()
    {
        var names = new[] { "n1", "n2", "n3", "n4" };
        var entries = Enumerable.Range(1, 300).Select(i => Entry(i, names, Three[i % 3])).ToList();
        var moves = Ownership.Moves(entries);
        Assert.Equal(75, moves.Count);
        Assert.All(moves, move => Assert.Equal("n4", move.To));
        Assert.All(moves, move => Assert.Equal(move.From, entries.Single(entry => entry.Address == move.Address).Owner));
        var owners = entries.Select(entry => moves.FirstOrDefault(move => move.Address == entry.Address) is { To: { } to } ? to : entry.Owner!);
        Assert.Equal(75, Most(owners));
    }

    [Fact]
    public void An_owner_of_a_lower_class_gives_to_the_best()
    {
        var entry = new OwnedAddress(Address.V4(1), [new("n2", 0, false, []), new("n1", 1, false, [])], "n1");
        Assert.Equal([new OwnerMove(Address.V4(1), "n1", "n2")], Ownership.Moves([entry]));
    }

    [Fact]
    public void After_the_moves_nothing_is_left_to_move()
    {
        var names = Enumerable.Range(1, 6).Select(i => $"n{i}").ToArray();
        var entries = Enumerable.Range(1, 97).Select(i => Entry(i, names, names[i % 2])).ToList();
        var moves = Ownership.Moves(entries).ToDictionary(move => move.Address, move => move.To);
        Assert.Empty(Ownership.Moves([.. entries.Select(entry => entry with { Owner = moves.GetValueOrDefault(entry.Address) ?? entry.Owner })]));
    }

    [Fact]
    public void The_order_of_the_input_does_not_matter()
    {
        var entries = Enumerable.Range(1, 50).Select(i => Entry(i, Three, i % 4 == 0 ? "n1" : null)).ToList();
        var sorted = Ownership.Assign(entries);
        entries.Reverse();
        Assert.Equal(sorted, Ownership.Assign(entries));
    }

    private static OwnedAddress Entry(int number, string[] nodes, string? owner = null)
    {
        var address = Address.V4((uint)number);
        var ranked = L2Election.Rank(address, nodes.Select(node => new L2Candidate(node, 1, 0)));
        return new(address, ranked.Select(candidate => new L2Contender(candidate.Node, 0, false, [])).ToValueArray(), owner);
    }

    private static int Most(IEnumerable<string> owners) => owners.CountBy(owner => owner).Max(pair => pair.Value);

    private static int Bound(int nodes, int addresses) => Math.Max((addresses + nodes - 1) / nodes, addresses * 5 / (nodes * 4));
}
