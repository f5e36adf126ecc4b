namespace LbController.Core.Addresses;

/// <summary>The addresses from <paramref name="First"/> to <paramref name="Last"/>, both included, of one family.</summary>
public readonly record struct AddressRange(Address First, Address Last)
{
    public IpFamily Family => First.Family;

    /// <summary>How many addresses; <see cref="UInt128.MaxValue"/> also stands for the whole of IPv6, which is one more.</summary>
    public UInt128 Count
    {
        get
        {
            var span = Last.Value - First.Value;
            return span == UInt128.MaxValue ? span : span + 1;
        }
    }

    /// <summary>The length of the widest prefix that lies wholly in the range.</summary>
    public int WidestPrefixLength
    {
        get
        {
            for (var length = 0; length < First.Bits; length++)
            {
                var prefix = Prefix.Of(Last, length);
                var block = prefix.Range.Last == Last ? prefix : prefix.Network.Value == 0 ? default(Prefix?) : Prefix.Of(prefix.Network with { Value = prefix.Network.Value - 1 }, length);
                if (block is { } inside && inside.Network >= First && inside.Range.Last <= Last)
                {
                    return length;
                }
            }

            return First.Bits;
        }
    }

    public bool Contains(Address address) => address.Family == Family && First <= address && address <= Last;

    public bool Overlaps(AddressRange other) => Family == other.Family && First <= other.Last && other.First <= Last;

    /// <summary>A CIDR (<c>192.0.2.0/24</c>) or <c>first-last</c>, blanks around the dash allowed.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="range">The range, when the text is one.</param>
    /// <param name="error">What is wrong and how to mend it, when it is not.</param>
    public static bool TryParse(string text, out AddressRange range, out string error)
    {
        if (!TryParseEither(text, out range, out error))
        {
            return false;
        }

        if (range.First.IsMapped || range.Last.IsMapped)
        {
            error = $"'{text}' is IPv4 written as IPv6, which some read as the one and some as the other; write plain IPv4 addresses";
            return false;
        }

        return true;
    }

    public override string ToString() => $"{First}-{Last}";

    private static bool TryParseEither(string text, out AddressRange range, out string error)
    {
        range = default;
        error = "";
        if (text.Contains('-', StringComparison.Ordinal))
        {
            return TryParseEnds(text, out range, out error);
        }

        if (Prefix.TryParse(text, out var prefix))
        {
            range = prefix.Range;
            return true;
        }

        error = Address.TryParse(text, out var single)
            ? $"'{text}' is a single address; write '{text}/{single.Bits}'"
            : $"'{text}' is neither a CIDR nor a range; write one, such as 192.0.2.0/24 or 192.0.2.10-192.0.2.20";
        return false;
    }

    private static bool TryParseEnds(string text, out AddressRange range, out string error)
    {
        range = default;
        var ends = text.Split('-');
        if (ends.Length != 2 || !Address.TryParse(ends[0].Trim(), out var first) || !Address.TryParse(ends[1].Trim(), out var last))
        {
            error = $"'{text}' is not a range of two addresses; write one, such as 192.0.2.10-192.0.2.20";
            return false;
        }

        if (first.Family != last.Family)
        {
            error = $"'{text}' begins and ends in different address families; give two addresses of one";
            return false;
        }

        if (last < first)
        {
            error = $"'{text}' ends before it begins; write '{last}-{first}'";
            return false;
        }

        range = new AddressRange(first, last);
        error = "";
        return true;
    }
}
