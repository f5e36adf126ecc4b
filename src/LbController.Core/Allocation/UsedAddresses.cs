using LbController.Core.Addresses;

namespace LbController.Core.Allocation;

/// <summary>
/// The set of addresses in use, kept as runs without gaps, so that the lowest free address of any range is found in
/// O(log runs), however large the range.
/// </summary>
internal sealed class UsedAddresses
{
    private static readonly AddressRun Lowest = Single(new Address(IpFamily.V4, 0));

    private readonly SortedSet<AddressRun> runs = new(Comparer<AddressRun>.Create((one, other) => one.First.CompareTo(other.First)));

    public void Add(Address address)
    {
        var before = RunBefore(address);
        if (before is not null && address <= before.Last)
        {
            return;
        }

        var first = address;
        if (before is not null && before.Last.Next == address)
        {
            runs.Remove(before);
            first = before.First;
        }

        var last = address;
        if (address.Next is { } next && runs.TryGetValue(Single(next), out var after))
        {
            runs.Remove(after);
            last = after.Last;
        }

        runs.Add(new AddressRun(first, last));
    }

    public void Remove(Address address)
    {
        var run = RunBefore(address);
        if (run is null || run.Last < address)
        {
            return;
        }

        runs.Remove(run);
        if (run.First < address)
        {
            runs.Add(new AddressRun(run.First, address with { Value = address.Value - 1 }));
        }

        if (address < run.Last)
        {
            runs.Add(new AddressRun(address with { Value = address.Value + 1 }, run.Last));
        }
    }

    /// <summary>The lowest address of the range that is not in use and that the filter lets pass; null: there is none.</summary>
    public Address? LowestFree(AddressRange range, Func<Address, bool> isAvoided)
    {
        for (Address? candidate = range.First; candidate is { } address && address <= range.Last; candidate = address.Next)
        {
            if (RunBefore(address) is { } run && address <= run.Last)
            {
                address = run.Last;
            }
            else if (!isAvoided(address))
            {
                return address;
            }
        }

        return null;
    }

    /// <summary>How many addresses of the range are in use.</summary>
    public UInt128 CountIn(AddressRange range)
    {
        var count = UInt128.Zero;
        if (RunBefore(range.First) is { } run && run.First < range.First && range.First <= run.Last)
        {
            count += Overlap(run, range);
        }

        foreach (var inside in runs.GetViewBetween(Single(range.First), Single(range.Last)))
        {
            count += Overlap(inside, range);
        }

        return count;
    }

    private static UInt128 Overlap(AddressRun run, AddressRange range)
    {
        var first = run.First < range.First ? range.First : run.First;
        var last = run.Last > range.Last ? range.Last : run.Last;
        return new AddressRange(first, last).Count;
    }

    /// <summary>The last run that begins at or before the address.</summary>
    private AddressRun? RunBefore(Address address) => runs.GetViewBetween(Lowest, Single(address)).Max;

    private static AddressRun Single(Address address) => new(address, address);
}
