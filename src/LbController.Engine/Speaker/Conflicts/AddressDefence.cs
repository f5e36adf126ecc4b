using LbController.Core.Addresses;

namespace LbController.Engine.Speaker.Conflicts;

/// <summary>
/// What is said against addresses that this node answers for. They are kept: a host that needs its address defends it, at most once in
/// ten seconds (RFC 5227, 2.4 c). A dispute is over when nothing has been heard of it for a while.
/// </summary>
internal sealed class AddressDefence
{
    /// <summary>Between two defences of one address (RFC 5227: DEFEND_INTERVAL).</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>After this silence of a stranger a dispute is over.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    /// <summary>After this silence of those who check, who tell of a doubt every five seconds.</summary>
    public static readonly TimeSpan MemoryOfDoubt = TimeSpan.FromSeconds(12);

    private readonly SortedDictionary<Address, (AddressDispute Dispute, TimeSpan Until, TimeSpan Defended)> disputes = [];

    public TimeSpan? NextDeadline => disputes.Count == 0 ? null : disputes.Values.Min(entry => entry.Until);

    public IEnumerable<(Address Address, AddressDispute Dispute)> All => disputes.Select(pair => (pair.Key, pair.Value.Dispute));

    /// <summary>Takes in what was heard against an address.</summary>
    /// <returns>True: it is to be announced anew, now.</returns>
    public bool Heard(Address address, AddressDispute dispute, TimeSpan now)
    {
        var isDue = !disputes.TryGetValue(address, out var entry) || entry.Defended + Interval <= now;
        var memory = dispute.Kind == DisputeKind.Contested ? Memory : MemoryOfDoubt;
        disputes[address] = (dispute, now + memory, isDue ? now : entry.Defended);
        return isDue;
    }

    /// <summary>Ends what was said against addresses because one of ours, that had not been heard yet, was taken for a stranger.</summary>
    public void Acquit(Predicate<AddressHolder> isOurs)
    {
        foreach (var over in disputes.Where(pair => pair.Value.Dispute is { Kind: DisputeKind.Contested, Holder: { } holder } && isOurs(holder)).Select(pair => pair.Key).ToList())
        {
            disputes.Remove(over);
        }
    }

    /// <summary>Ends what has not been heard of for a while, or is about an address that is not answered any more.</summary>
    public void Tick(Predicate<Address> isAnswered, TimeSpan now)
    {
        foreach (var over in disputes.Where(pair => pair.Value.Until <= now || !isAnswered(pair.Key)).Select(pair => pair.Key).ToList())
        {
            disputes.Remove(over);
        }
    }
}
