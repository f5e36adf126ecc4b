using System.Buffers.Binary;
using LbController.Core.Addresses;

namespace LbController.Simulation.Network;

/// <summary>
/// A reader of BGP that shares nothing with ours and forgives nothing (RFC 4271, 4.1 to 4.5; RFC 4760). Of attributes that are not about
/// routes only the form is checked.
/// </summary>
public static class StrictBgp
{
    private const int HeaderSize = 19;

    /// <summary>Takes the first whole message off a buffer; false: there is none yet.</summary>
    /// <exception cref="FormatException">The bytes are no BGP.</exception>
    public static bool TryTake(List<byte> buffer, int longest, out byte type, out byte[] body)
    {
        (type, body) = (0, []);
        if (buffer.Count < HeaderSize)
        {
            return false;
        }

        Require(buffer.Take(16).All(octet => octet == 0xff), "the marker is not all ones");
        var length = (buffer[16] << 8) | buffer[17];
        type = buffer[18];
        Require(type is >= 1 and <= 5, $"message type {type}");
        Require(length >= HeaderSize && length <= (type is 1 or 4 ? 4096 : longest), $"length {length} of type {type}");
        Require(type != 4 || length == HeaderSize, "a KEEPALIVE with a body");
        if (buffer.Count < length)
        {
            return false;
        }

        body = [.. buffer.Skip(HeaderSize).Take(length - HeaderSize)];
        buffer.RemoveRange(0, length);
        return true;
    }

    public static StrictOpen ReadOpen(byte[] body)
    {
        Require(body.Length >= 10 && body[0] == 4, "an OPEN that is not version 4");
        var open = new StrictOpen(BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(1)), BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(3)));
        Require(open.HoldTime is 0 or >= 3, $"hold time {open.HoldTime}");
        Require(BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(5)) != 0, "router id 0");
        Require(body[9] == body.Length - 10, "the length of the parameters");
        for (var at = 10; at < body.Length;)
        {
            Require(at + 2 <= body.Length && body[at] == 2 && at + 2 + body[at + 1] <= body.Length, "an optional parameter");
            var end = at + 2 + body[at + 1];
            for (at += 2; at < end;)
            {
                Require(at + 2 <= end && at + 2 + body[at + 1] <= end, "a capability");
                open = open.With(body[at], body.AsSpan(at + 2, body[at + 1]));
                at += 2 + body[at + 1];
            }
        }

        return open;
    }

    public static StrictUpdate ReadUpdate(byte[] body, StrictOpen open, uint peerAs)
    {
        Require(body.Length >= 4, "an UPDATE without lengths");
        var withdrawnLength = BinaryPrimitives.ReadUInt16BigEndian(body);
        Require(4 + withdrawnLength <= body.Length, "the length of the withdrawn routes");
        var attributesLength = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(2 + withdrawnLength));
        Require(4 + withdrawnLength + attributesLength <= body.Length, "the length of the attributes");
        var routes = new StrictRoutes();
        routes.Withdrawn.AddRange(StrictRoutes.ReadPrefixes(body.AsSpan(2, withdrawnLength), IpFamily.V4));
        var announced = StrictRoutes.ReadPrefixes(body.AsSpan(4 + withdrawnLength + attributesLength), IpFamily.V4);
        var seen = new SortedSet<byte>();
        var nextHop = ReadAttributes(body.AsSpan(4 + withdrawnLength, attributesLength), open, peerAs, routes, seen);
        Require(announced.Count == 0 || nextHop is not null, "IPv4 routes without NEXT_HOP");
        routes.Announced.AddRange(announced.Select(prefix => (prefix.Network, prefix.Length, nextHop!.Value)));
        Require(routes.Announced.Count == 0 || (seen.Contains(1) && seen.Contains(2)), "routes without ORIGIN or AS_PATH");
        return new StrictUpdate(routes.Withdrawn, routes.Announced, body.Length == 4 ? IpFamily.V4 : routes.IsEndOfIpv6 && seen.Count == 1 && body.Length == 4 + attributesLength ? IpFamily.V6 : null);
    }

    private static Address? ReadAttributes(ReadOnlySpan<byte> bytes, StrictOpen open, uint peerAs, StrictRoutes routes, SortedSet<byte> seen)
    {
        Address? nextHop = null;
        while (!bytes.IsEmpty)
        {
            Require(bytes.Length >= 3, "an attribute that is cut");
            var (flags, code) = (bytes[0], bytes[1]);
            var isExtended = (flags & 0x10) != 0;
            Require((flags & 0x0f) == 0, "flags of an attribute that must be zero");
            Require(!isExtended || bytes.Length >= 4, "an attribute that is cut");
            var length = isExtended ? BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) : bytes[2];
            var start = isExtended ? 4 : 3;
            Require(bytes.Length >= start + length, $"attribute {code} is longer than the message");
            Require(seen.Add(code), $"attribute {code} twice");
            var value = bytes.Slice(start, length);
            switch (code)
            {
                case 1:
                    Require(flags == 0x40 && length == 1 && value[0] <= 2, "ORIGIN");
                    break;
                case 2:
                    RequirePath(value, flags, open.HasFourOctetAs ? 4 : 2, peerAs);
                    break;
                case 3:
                    Require((flags & 0xe0) == 0x40 && length == 4, "NEXT_HOP");
                    nextHop = Address.V4(BinaryPrimitives.ReadUInt32BigEndian(value));
                    break;
                case 5:
                    Require(false, "LOCAL_PREF to an external peer");
                    break;
                case 8:
                    Require((flags & 0xc0) == 0xc0 && length > 0 && length % 4 == 0, "COMMUNITIES");
                    break;
                case 14 or 15:
                    Require((flags & 0xe0) == 0x80 && open.HasIpv6, $"attribute {code}: its flags, or nobody has agreed to it");
                    routes.Read(code, value);
                    break;
                case 32:
                    Require((flags & 0xc0) == 0xc0 && length > 0 && length % 12 == 0, "LARGE_COMMUNITY");
                    break;
            }

            bytes = bytes[(start + length)..];
        }

        return nextHop;
    }

    private static void RequirePath(ReadOnlySpan<byte> value, byte flags, int width, uint peerAs)
    {
        Require((flags & 0xe0) == 0x40, "flags of AS_PATH");
        Require(value.Length >= 2 + width && value[0] == 2 && value.Length == 2 + (width * value[1]), "AS_PATH");
        var first = width == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value[2..]) : BinaryPrimitives.ReadUInt16BigEndian(value[2..]);
        Require(first == peerAs, $"AS_PATH begins with {first}");
    }

    internal static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new FormatException(what);
        }
    }
}
