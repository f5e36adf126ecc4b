using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LbController.Core.Addresses;

namespace LbController.Simulation.Network;

/// <summary>A reader of heartbeats that shares nothing with ours and forgives nothing, written from the drawing of the wire format, version 3.</summary>
/// <param name="Node">Who speaks.</param>
/// <param name="Link">On which interface.</param>
/// <param name="Mac">With which hardware address, as a number.</param>
/// <param name="IsGone">These are its last words.</param>
/// <param name="Epoch">Which run of the speaker.</param>
/// <param name="Sequence">Which of its heartbeats.</param>
/// <param name="Answered">The addresses that it says to answer for.</param>
/// <param name="Offered">Those that it asks another to take over.</param>
public sealed record StrictHeartbeat(string Node, string Link, ulong Mac, bool IsGone, ulong Epoch, ulong Sequence, IReadOnlyList<Address> Answered, IReadOnlyList<Address> Offered)
{
    private const int HeaderSize = 41;
    private const int SealSize = 32;
    private const byte KnownFlags = 0x0f;

    /// <exception cref="FormatException">It is no heartbeat, or not sealed with the key.</exception>
    public static StrictHeartbeat Read(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> key)
    {
        Require(datagram.Length is >= HeaderSize + SealSize and <= 1400, "its length");
        Require(datagram[..4].SequenceEqual("LBH\u0003"u8), "its magic and version");
        Require(HMACSHA256.HashData(key, datagram[..^SealSize]).AsSpan().SequenceEqual(datagram[^SealSize..]), "its seal");
        Require((datagram[4] & ~KnownFlags) == 0, "flags that are reserved");
        Require(BinaryPrimitives.ReadUInt16BigEndian(datagram[25..]) < BinaryPrimitives.ReadUInt16BigEndian(datagram[27..]), "a page beyond the last");
        int node = datagram[29], link = datagram[30], asks = datagram[31], doubts = datagram[40];
        Require(node is > 0 and <= 253 && link is > 0 and <= 15 && asks <= 16 && doubts <= 4, "its counts");
        var rest = datagram[(HeaderSize + node + link)..^SealSize];
        Require(rest.Length >= 8 * asks, "asks that are cut");
        rest = rest[(8 * asks)..];
        for (var i = 0; i < doubts; i++)
        {
            Require(rest.Length > 0 && rest[0] <= 1, "a doubt");
            var size = 1 + (rest[0] == 1 ? 16 : 4) + 6;
            Require(rest.Length >= size, "a doubt that is cut");
            rest = rest[size..];
        }

        var (answered, offered) = ReadClaims(ref rest, BinaryPrimitives.ReadUInt16BigEndian(datagram[32..]));
        Require(rest.IsEmpty, "octets behind the claims");
        return new(
            Encoding.UTF8.GetString(datagram.Slice(HeaderSize, node)),
            Encoding.UTF8.GetString(datagram.Slice(HeaderSize + node, link)),
            BinaryPrimitives.ReadUInt64BigEndian(datagram[32..]) & 0xffff_ffff_ffff,
            (datagram[4] & 4) != 0,
            BinaryPrimitives.ReadUInt64BigEndian(datagram[5..]),
            BinaryPrimitives.ReadUInt64BigEndian(datagram[13..]),
            answered,
            offered);
    }

    private static (List<Address> Answered, List<Address> Offered) ReadClaims(ref ReadOnlySpan<byte> rest, int count)
    {
        var (answered, offered) = (new List<Address>(), new List<Address>());
        for (var i = 0; i < count; i++)
        {
            Require(rest.Length > 0 && rest[0] <= 15, "a claim");
            var (isIpv6, isOffered, isSilent) = ((rest[0] & 1) != 0, (rest[0] & 2) != 0, (rest[0] & 4) != 0);
            var size = 5 + (isIpv6 ? 16 : 4) + (isOffered ? 8 : 0);
            Require(rest.Length >= size && BinaryPrimitives.ReadUInt32BigEndian(rest[1..]) > 0, "a claim that is cut, or has no term");
            var address = isIpv6 ? new Address(IpFamily.V6, BinaryPrimitives.ReadUInt128BigEndian(rest[5..])) : Address.V4(BinaryPrimitives.ReadUInt32BigEndian(rest[5..]));
            if (!isSilent)
            {
                answered.Add(address);
            }

            if (isOffered)
            {
                offered.Add(address);
            }

            rest = rest[size..];
        }

        return (answered, offered);
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new FormatException(what);
        }
    }
}
