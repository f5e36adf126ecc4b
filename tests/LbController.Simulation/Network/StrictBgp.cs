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

    /// <param name="body">The message without its header.</param>
    /// <param name="open">What the speaker has said of itself.</param>
    /// <param name="speakerAs">The AS of the speaker.</param>
    /// <param name="isInternal">The reader is of the same AS.</param>
    public static StrictUpdate ReadUpdate(byte[] body, StrictOpen open, uint speakerAs, bool isInternal)
    {
        Require(body.Length >= 4, "an UPDATE without lengths");
        var withdrawnLength = BinaryPrimitives.ReadUInt16BigEndian(body);
        Require(4 + withdrawnLength <= body.Length, "the length of the withdrawn routes");
        var attributesLength = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(2 + withdrawnLength));
        Require(4 + withdrawnLength + attributesLength <= body.Length, "the length of the attributes");
        var routes = new StrictRoutes();
        routes.Withdrawn.AddRange(StrictRoutes.ReadPrefixes(body.AsSpan(2, withdrawnLength), IpFamily.V4));
        var announced = StrictRoutes.ReadPrefixes(body.AsSpan(4 + withdrawnLength + attributesLength), IpFamily.V4);
        var attributes = new StrictAttributes(open, speakerAs, isInternal, routes);
        attributes.Read(body.AsSpan(4 + withdrawnLength, attributesLength));
        Require(announced.Count == 0 || attributes.NextHop is not null, "IPv4 routes without NEXT_HOP");
        routes.Announced.AddRange(announced.Select(prefix => (prefix.Network, prefix.Length, attributes.NextHop!.Value)));
        Require(routes.Announced.Count == 0 || attributes.AreWhole, "routes without ORIGIN or AS_PATH, or within an AS without LOCAL_PREF");
        var isEndOfIpv6 = routes.IsEndOfIpv6 && attributes.Seen.Count == 1 && body.Length == 4 + attributesLength;
        return new StrictUpdate(routes.Withdrawn, routes.Announced, attributes.IsFading, body.Length == 4 ? IpFamily.V4 : isEndOfIpv6 ? IpFamily.V6 : null);
    }

    internal static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new FormatException(what);
        }
    }
}
