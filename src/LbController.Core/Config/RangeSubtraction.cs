using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>Takes ranges out of ranges.</summary>
internal static class RangeSubtraction
{
    /// <summary>What is left of the ranges, in their order, without the holes.</summary>
    public static ValueArray<AddressRange> Without(ValueArray<AddressRange> ranges, IEnumerable<AddressRange> holes)
    {
        var sorted = holes.OrderBy(hole => hole.First).ToList();
        return sorted.Count == 0 ? ranges : ranges.SelectMany(range => Without(range, sorted)).ToValueArray();
    }

    private static List<AddressRange> Without(AddressRange range, List<AddressRange> sorted)
    {
        var left = new List<AddressRange>();
        var from = range.First.Value;
        foreach (var hole in sorted.Where(range.Overlaps))
        {
            if (hole.First.Value > from)
            {
                left.Add(new AddressRange(range.First with { Value = from }, hole.First with { Value = hole.First.Value - 1 }));
            }

            if (hole.Last >= range.Last)
            {
                return left;
            }

            from = UInt128.Max(from, hole.Last.Value + 1);
        }

        left.Add(new AddressRange(range.First with { Value = from }, range.Last));
        return left;
    }
}
