using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>Addresses that became free lately, since when, and who had them last. Time that jumps back stands still here.</summary>
internal sealed class CoolingAddresses(TimeSpan period)
{
    private readonly Dictionary<Address, (TimeSpan Since, ObjectKey Holder)> entries = [];
    private readonly SortedSet<(TimeSpan Since, Address Address)> byTime = [];
    private readonly Dictionary<ObjectKey, SortedSet<Address>> byHolder = [];
    private TimeSpan now;

    public IEnumerable<Address> ByTime => byTime.Select(entry => entry.Address);

    public IEnumerable<Address> LeftBy(ObjectKey holder) => byHolder.TryGetValue(holder, out var left) ? left : [];

    /// <returns>The addresses that have cooled down.</returns>
    public IReadOnlyList<Address> Advance(TimeSpan time)
    {
        now = time > now ? time : now;
        var done = byTime.TakeWhile(entry => entry.Since + period <= now).Select(entry => entry.Address).ToList();
        done.ForEach(Remove);
        return done;
    }

    /// <returns>False: addresses do not cool down here.</returns>
    public bool TryAdd(Address address, ObjectKey holder)
    {
        if (period <= TimeSpan.Zero)
        {
            return false;
        }

        Remove(address);
        entries[address] = (now, holder);
        byTime.Add((now, address));
        var left = byHolder.TryGetValue(holder, out var known) ? known : byHolder[holder] = [];
        left.Add(address);
        return true;
    }

    public bool Contains(Address address) => entries.ContainsKey(address);

    public void Remove(Address address)
    {
        if (!entries.Remove(address, out var entry))
        {
            return;
        }

        byTime.Remove((entry.Since, address));
        var left = byHolder[entry.Holder];
        left.Remove(address);
        if (left.Count == 0)
        {
            byHolder.Remove(entry.Holder);
        }
    }
}
