using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace LbController.Core.Addresses;

/// <summary>
/// An IP address as a number in network byte order: small, comparable, without scope. IPv4-mapped IPv6 texts
/// (<c>::ffff:192.0.2.1</c>) stay IPv6.
/// </summary>
public readonly record struct Address(IpFamily Family, UInt128 Value) : IComparable<Address>
{
    /// <summary>32 or 128.</summary>
    public int Bits => BitsOf(Family);

    /// <summary>An IPv4 address in the clothes of IPv6 (RFC 4291, 2.5.5.2).</summary>
    public bool IsMapped => Family == IpFamily.V6 && Value >> 32 == 0xffff;

    /// <summary>The address after this one; null: it is the last of its family.</summary>
    public Address? Next => Value == (Family == IpFamily.V4 ? uint.MaxValue : UInt128.MaxValue) ? null : this with { Value = Value + 1 };

    public static int BitsOf(IpFamily family) => family == IpFamily.V4 ? 32 : 128;

    public static Address V4(uint value) => new(IpFamily.V4, value);

    public static Address From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4
            ? new(IpFamily.V4, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new(IpFamily.V6, BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>
    /// Reads the strict forms of Kubernetes: four decimal parts without leading zeros, or RFC 4291 text without a zone.
    /// </summary>
    public static bool TryParse(string? text, out Address address)
    {
        address = default;
        if (text is null || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        if (parsed.AddressFamily == AddressFamily.InterNetwork)
        {
            address = From(parsed);
            return parsed.ToString() == text;
        }

        address = From(parsed);
        return !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal);
    }

    /// <exception cref="FormatException">The text is not an address; for constants and tests.</exception>
    public static Address Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IP address");

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return Family == IpFamily.V4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes);
    }

    /// <summary>IPv4 before IPv6, then by number.</summary>
    public int CompareTo(Address other) => Family != other.Family ? Family.CompareTo(other.Family) : Value.CompareTo(other.Value);

    /// <summary>The canonical text (RFC 5952 for IPv6).</summary>
    public override string ToString() => ToIPAddress().ToString();

    public override int GetHashCode() => unchecked((int)(uint)Value ^ (int)(uint)(Value >> 64) ^ ((int)Family << 31));

    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;
}
