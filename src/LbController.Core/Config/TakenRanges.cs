using LbController.Core.Addresses;

namespace LbController.Core.Config;

/// <summary>The ranges of the pools accepted so far, which do not overlap; answers in O(log n) what a further range collides with.</summary>
internal sealed class TakenRanges
{
    private static readonly Address Lowest = new(IpFamily.V4, 0);

    private readonly SortedSet<Address> firsts = [];
    private readonly Dictionary<Address, (AddressRange Range, Pool Pool)> byFirst = [];

    public void Add(Pool pool)
    {
        foreach (var range in pool.Ranges)
        {
            firsts.Add(range.First);
            byFirst[range.First] = (range, pool);
        }
    }

    public (AddressRange Range, Pool Pool)? FindOverlap(AddressRange range)
    {
        // As taken ranges do not overlap each other, only the last one that begins at or before our end can reach us.
        return byFirst.TryGetValue(firsts.GetViewBetween(Lowest, range.Last).Max, out var candidate) && candidate.Range.Overlaps(range)
            ? candidate
            : null;
    }
}
