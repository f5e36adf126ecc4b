using System.Buffers.Binary;
using LbController.Core.Addresses;
using LbController.Protocols.Wire;

namespace LbController.Simulation.Network;

/// <summary>
/// What a neighbour reads from an ARP packet (RFC 826) or a Neighbour Advertisement (RFC 4861, 4.4): a reader that shares nothing with ours
/// and forgives nothing.
/// </summary>
/// <param name="Claimed">The address that the sender says is its own.</param>
/// <param name="Mac">Where it says that it lives.</param>
/// <param name="Target">To whom it speaks; in gratuitous ARP the claimed address itself.</param>
/// <param name="IsUnsolicited">Nobody has asked: gratuitous ARP, or an advertisement to all nodes.</param>
/// <param name="IsClaim">It tells; otherwise it asks.</param>
public sealed record StrictNeighbour(Address Claimed, MacAddress Mac, UInt128 Target, bool IsUnsolicited, bool IsClaim)
{
    private const int ArpSize = 42;
    private const int AdvertisementSize = 86;
    private const int ProbeSize = 78;

    /// <returns>Null: it is neither, or a question by Neighbour Solicitation.</returns>
    public static StrictNeighbour? TryRead(ReadOnlySpan<byte> frame) => frame.Length < 14 ? null : BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) switch
    {
        0x0806 => TryReadArp(frame),
        0x86dd => TryReadAdvertisement(frame),
        _ => null,
    };

    /// <summary>A question whether an address is free, that claims nothing: an ARP probe (RFC 5227, 1.1), or a solicitation from nobody (RFC 4862, 5.4.2).</summary>
    public static bool IsProbe(ReadOnlySpan<byte> frame, MacAddress mac)
    {
        if (frame.Length < 14 || MacAddress.Read(frame[6..]) != mac)
        {
            return false;
        }

        return BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) switch
        {
            0x0806 => TryReadArp(frame) is { IsClaim: false } question && question.Claimed.Value == 0,
            0x86dd => frame.Length == ProbeSize && frame[20] == 58 && frame[21] == 255 && frame[54] == 135 && frame.Slice(22, 16).IndexOfAnyExcept((byte)0) < 0,
            _ => false,
        };
    }

    private static StrictNeighbour? TryReadArp(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> expected = [0, 1, 8, 0, 6, 4, 0];
        if (frame.Length != ArpSize || !frame.Slice(14, expected.Length).SequenceEqual(expected) || frame[21] is not (1 or 2) || !frame.Slice(6, 6).SequenceEqual(frame.Slice(22, 6)))
        {
            return null;
        }

        var sender = BinaryPrimitives.ReadUInt32BigEndian(frame[28..]);
        var target = BinaryPrimitives.ReadUInt32BigEndian(frame[38..]);
        return new(Address.V4(sender), MacAddress.Read(frame[22..]), target, sender == target, frame[21] == 2 || sender == target);
    }

    private static StrictNeighbour? TryReadAdvertisement(ReadOnlySpan<byte> frame)
    {
        if (frame.Length != AdvertisementSize || frame[14] >> 4 != 6 || BinaryPrimitives.ReadUInt16BigEndian(frame[18..]) != 32
            || frame[20] != 58 || frame[21] != 255 || frame[54] != 136 || frame[55] != 0 || Checksum(frame) != 0xffff
            || frame[78] != 2 || frame[79] != 1 || !frame.Slice(6, 6).SequenceEqual(frame.Slice(80, 6)) || (frame[58] & 0x20) == 0)
        {
            return null;
        }

        var isSolicited = (frame[58] & 0x40) != 0;
        var isToGroup = frame[38] == 0xff;
        return isSolicited == isToGroup ? null : new(
            new Address(IpFamily.V6, BinaryPrimitives.ReadUInt128BigEndian(frame[62..])),
            MacAddress.Read(frame[80..]),
            BinaryPrimitives.ReadUInt128BigEndian(frame[38..]),
            isToGroup,
            IsClaim: true);
    }

    /// <summary>The sum over pseudo-header and message (RFC 4443, 2.3); of a right one it is all ones.</summary>
    private static uint Checksum(ReadOnlySpan<byte> frame)
    {
        uint sum = 32 + 58;
        for (var at = 22; at < AdvertisementSize; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(frame[at..]);
        }

        sum = (sum & 0xffff) + (sum >> 16);
        return (sum & 0xffff) + (sum >> 16);
    }
}
