using LbController.Core.Addresses;

namespace LbController.Core.Config;

/// <summary>Finds in O(log n) what belongs to an address, for ranges that do not overlap.</summary>
internal sealed class RangeMap<T>
{
    private readonly (AddressRange Range, T Value)[] entries;

    public RangeMap(IEnumerable<(AddressRange Range, T Value)> entries) => this.entries = [.. entries.OrderBy(entry => entry.Range.First)];

    /// <summary>The value of the range that holds the address; the default value: none does.</summary>
    public T? Find(Address address)
    {
        var low = 0;
        var high = entries.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var (range, value) = entries[middle];
            if (range.Contains(address))
            {
                return value;
            }

            (low, high) = range.First < address ? (middle + 1, high) : (low, middle - 1);
        }

        return default;
    }
}
