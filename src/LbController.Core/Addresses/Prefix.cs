namespace LbController.Core.Addresses;

/// <summary>A CIDR prefix; bits beyond <paramref name="Length"/> of <paramref name="Network"/> are zero.</summary>
public readonly record struct Prefix : IComparable<Prefix>
{
    private Prefix(Address network, int length) => (Network, Length) = (network, length);

    public Address Network { get; }

    /// <summary>0 to 32 or 0 to 128.</summary>
    public int Length { get; }

    public IpFamily Family => Network.Family;

    public AddressRange Range => new(Network, new Address(Family, Network.Value | HostMask(Family, Length)));

    /// <summary>The prefix of the given length that holds the address.</summary>
    public static Prefix Of(Address address, int length) =>
        new(address with { Value = address.Value & ~HostMask(address.Family, length) }, length);

    public static bool TryParse(string? text, out Prefix prefix)
    {
        prefix = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !Address.TryParse(text![..slash], out var address))
        {
            return false;
        }

        var digits = text.AsSpan(slash + 1);
        if (digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0') || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var length = int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        if (length > address.Bits)
        {
            return false;
        }

        prefix = Of(address, length);
        return true;
    }

    /// <exception cref="FormatException">The text is not a prefix; for constants and tests.</exception>
    public static Prefix Parse(string text) =>
        TryParse(text, out var prefix) ? prefix : throw new FormatException($"'{text}' is not a CIDR prefix");

    public bool Contains(Address address) =>
        address.Family == Family && (address.Value & ~HostMask(Family, Length)) == Network.Value;

    public int CompareTo(Prefix other)
    {
        var byNetwork = Network.CompareTo(other.Network);
        return byNetwork != 0 ? byNetwork : Length.CompareTo(other.Length);
    }

    public override string ToString() => $"{Network}/{Length}";

    public static bool operator <(Prefix left, Prefix right) => left.CompareTo(right) < 0;

    public static bool operator >(Prefix left, Prefix right) => left.CompareTo(right) > 0;

    public static bool operator <=(Prefix left, Prefix right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Prefix left, Prefix right) => left.CompareTo(right) >= 0;

    private static UInt128 HostMask(IpFamily family, int length)
    {
        var hostBits = Address.BitsOf(family) - length;
        return hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
    }
}
