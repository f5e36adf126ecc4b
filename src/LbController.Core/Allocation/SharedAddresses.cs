using LbController.Core.Addresses;

namespace LbController.Core.Allocation;

/// <summary>
/// The addresses that are shared under one key. It remembers how far a search on some terms went in vain, so that many Services with
/// the same ports do not each walk over the same refusals.
/// </summary>
internal sealed class SharedAddresses
{
    private const int MostRemembered = 64;

    private readonly SortedSet<Address> addresses = [];
    private readonly Dictionary<(SharingTerms Terms, Address First), Address> refusedThrough = [];

    public bool IsEmpty => addresses.Count == 0;

    public void Add(Address address)
    {
        if (!addresses.Add(address))
        {
            return;
        }

        foreach (var (search, last) in refusedThrough)
        {
            if (search.First <= address && address <= last)
            {
                refusedThrough.Remove(search);
            }
        }
    }

    /// <summary>A claim under the key went away or changed its terms.</summary>
    public void Loosened(Address address, bool isStillShared)
    {
        refusedThrough.Clear();
        if (!isStillShared)
        {
            addresses.Remove(address);
        }
    }

    /// <summary>Other rules hold now than when searches went in vain.</summary>
    public void Forget() => refusedThrough.Clear();

    /// <summary>The lowest address from this one on.</summary>
    public Address? Next(Address from)
    {
        foreach (var address in addresses.GetViewBetween(from, Highest))
        {
            return address;
        }

        return null;
    }

    /// <summary>The lowest address of the range that fits.</summary>
    /// <param name="range">Where to look.</param>
    /// <param name="terms">On what terms; what does not fit now is taken not to fit these terms until something is loosened.</param>
    /// <param name="below">Addresses from here on are of no interest; null: all are.</param>
    /// <param name="fits">Whether an address will do.</param>
    public Address? Lowest(AddressRange range, SharingTerms terms, Address? below, Func<Address, bool> fits)
    {
        var search = (terms, range.First);
        var isKnown = refusedThrough.TryGetValue(search, out var refused);
        foreach (var address in addresses.GetViewBetween(isKnown ? refused : range.First, range.Last))
        {
            if (below is { } limit && limit < address)
            {
                break;
            }

            if (!(isKnown && address == refused) && fits(address))
            {
                return address;
            }

            Remember(search, address);
        }

        return null;
    }

    private static Address Highest => new(IpFamily.V6, UInt128.MaxValue);

    private void Remember((SharingTerms Terms, Address First) search, Address address)
    {
        if (refusedThrough.Count >= MostRemembered && !refusedThrough.ContainsKey(search))
        {
            refusedThrough.Clear();
        }

        refusedThrough[search] = address;
    }
}
