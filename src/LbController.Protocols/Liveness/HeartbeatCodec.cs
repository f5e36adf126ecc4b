using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Liveness;

/// <summary>
/// Heartbeats on the wire, numbers in network byte order:
/// <code>
///    0  "LBH"                3  version (2)       4  flags             5  epoch (8)
///   13  sequence (8)        21  claims version (4)                    25  page (2)          27  pages (2)
///   29  node length (1)     30  link length (1)  31  asks (1)         32  claims (2)
///   34  hardware address of the link (6)         40  doubts (1)
///   41  node, link (UTF-8); asks, 8 bytes each; doubts; claims; HMAC-SHA256 of all before it (32)
///
///   claim:  kind (bit 0: IPv6, bit 1: offered, bit 2: silent, bit 3: disputed) | term (4) | address (4 or 16) | offered to (8, if offered)
///   doubt:  kind (bit 0: IPv6) | address (4 or 16) | hardware address of who answers (6), zero: nobody
/// </code>
/// The seal is checked before anything else is read. Nothing here throws on what comes from the wire, and nothing is allocated before
/// the lengths are known to be right.
/// </summary>
public static class HeartbeatCodec
{
    /// <summary>The longest heartbeat, in bytes: one packet on every link.</summary>
    public const int MostBytes = 1400;

    /// <summary>The longest node name: a DNS subdomain (RFC 1123).</summary>
    public const int MostNameBytes = 253;

    /// <summary>The longest interface name (Linux, IFNAMSIZ - 1).</summary>
    public const int MostLinkBytes = 15;

    /// <summary>The most nodes that one heartbeat asks for.</summary>
    public const int MostAsks = 16;

    /// <summary>The most doubts that one heartbeat tells of.</summary>
    public const int MostDoubts = 4;

    internal const int HeaderSize = 41;
    internal const int SealSize = HMACSHA256.HashSizeInBytes;
    private const byte Version = 3;
    private const int LongestDoubt = 1 + 16 + MacAddress.Size;
    private const byte KindIpv6 = 1;
    private const byte KindOffered = 2;
    private const byte KindSilent = 4;
    private const byte KindDisputed = 8;

    private static ReadOnlySpan<byte> Magic => "LBH"u8;

    /// <summary>How many bytes a claim takes.</summary>
    public static int SizeOf(in HeartbeatClaim claim) => 5 + (claim.IsIpv6 ? 16 : 4) + (claim.OfferedTo == 0 ? 0 : 8);

    /// <summary>How many bytes of claims fit into a heartbeat of the longest names, the most asks and the most doubts.</summary>
    public static int ClaimSpace => MostBytes - HeaderSize - MostNameBytes - MostLinkBytes - (8 * MostAsks) - (LongestDoubt * MostDoubts) - SealSize;

    /// <param name="heartbeat">What to send; within the bounds above.</param>
    /// <param name="key">The newest key that all speakers of the cluster share.</param>
    /// <param name="datagram">At least <see cref="MostBytes"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Encode(Heartbeat heartbeat, ReadOnlySpan<byte> key, Span<byte> datagram)
    {
        Magic.CopyTo(datagram);
        datagram[3] = Version;
        datagram[4] = (byte)heartbeat.Flags;
        BinaryPrimitives.WriteUInt64BigEndian(datagram[5..], heartbeat.Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(datagram[13..], heartbeat.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[21..], heartbeat.ClaimsVersion);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[25..], heartbeat.Page);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[27..], heartbeat.Pages);
        var node = Encoding.UTF8.GetBytes(heartbeat.Node, datagram.Slice(HeaderSize, MostNameBytes));
        var link = Encoding.UTF8.GetBytes(heartbeat.Link, datagram.Slice(HeaderSize + node, MostLinkBytes));
        datagram[29] = (byte)node;
        datagram[30] = (byte)link;
        datagram[31] = (byte)heartbeat.Asks.Count;
        BinaryPrimitives.WriteUInt16BigEndian(datagram[32..], (ushort)heartbeat.Claims.Count);
        heartbeat.Mac.Write(datagram[34..]);
        datagram[40] = (byte)heartbeat.Doubts.Count;
        var at = HeaderSize + node + link;
        foreach (var ask in heartbeat.Asks.AsSpan())
        {
            BinaryPrimitives.WriteUInt64BigEndian(datagram[at..], ask);
            at += 8;
        }

        foreach (var doubt in heartbeat.Doubts.AsSpan())
        {
            datagram[at] = doubt.IsIpv6 ? KindIpv6 : (byte)0;
            at += 1 + WriteAddress(doubt.Address, doubt.IsIpv6, datagram[(at + 1)..]);
            doubt.Answerer.Write(datagram[at..]);
            at += MacAddress.Size;
        }

        foreach (var claim in heartbeat.Claims.AsSpan())
        {
            at += Write(claim, datagram[at..]);
        }

        HMACSHA256.HashData(key, datagram[..at], datagram[at..]);
        return at + SealSize;
    }

    /// <param name="datagram">What came in.</param>
    /// <param name="keys">The keys that are accepted; usually one, two while keys are rotated.</param>
    /// <param name="heartbeat">The heartbeat; null when the answer is false.</param>
    /// <param name="error">Why the answer is false.</param>
    public static bool TryDecode(ReadOnlySpan<byte> datagram, IReadOnlyList<ReadOnlyMemory<byte>> keys, out Heartbeat? heartbeat, out HeartbeatError error)
    {
        heartbeat = null;
        error = Check(datagram, keys);
        if (error == HeartbeatError.None)
        {
            error = HeartbeatReader.Read(datagram[..^SealSize], out heartbeat);
        }

        return error == HeartbeatError.None;
    }

    /// <summary>Seals a heartbeat with another key, for recordings that must not give the real one away.</summary>
    /// <param name="datagram">A whole heartbeat.</param>
    /// <param name="key">What it must be sealed with.</param>
    /// <param name="other">What to seal it with.</param>
    /// <param name="resealed">The same heartbeat under the other key; empty when the answer is false.</param>
    /// <returns>False: it is no heartbeat, or sealed with another key.</returns>
    public static bool TryReseal(ReadOnlySpan<byte> datagram, ReadOnlyMemory<byte> key, ReadOnlySpan<byte> other, out ReadOnlyMemory<byte> resealed)
    {
        resealed = default;
        if (Check(datagram, [key]) != HeartbeatError.None)
        {
            return false;
        }

        var copy = datagram.ToArray();
        HMACSHA256.HashData(other, datagram[..^SealSize], copy.AsSpan()[^SealSize..]);
        resealed = copy;
        return true;
    }

    private static HeartbeatError Check(ReadOnlySpan<byte> datagram, IReadOnlyList<ReadOnlyMemory<byte>> keys)
    {
        if (datagram.Length is < HeaderSize + SealSize or > MostBytes)
        {
            return HeartbeatError.WrongLength;
        }

        if (!datagram.StartsWith(Magic))
        {
            return HeartbeatError.NotAHeartbeat;
        }

        if (datagram[3] != Version)
        {
            return HeartbeatError.UnknownVersion;
        }

        Span<byte> seal = stackalloc byte[SealSize];
        foreach (var key in keys)
        {
            HMACSHA256.HashData(key.Span, datagram[..^SealSize], seal);
            if (CryptographicOperations.FixedTimeEquals(seal, datagram[^SealSize..]))
            {
                return HeartbeatError.None;
            }
        }

        return HeartbeatError.WrongSeal;
    }

    private static int Write(in HeartbeatClaim claim, Span<byte> to)
    {
        to[0] = (byte)((claim.IsIpv6 ? KindIpv6 : 0) | (claim.OfferedTo != 0 ? KindOffered : 0) | (claim.IsSilent ? KindSilent : 0) | (claim.IsDisputed ? KindDisputed : 0));
        BinaryPrimitives.WriteUInt32BigEndian(to[1..], claim.Term);
        var at = 5 + WriteAddress(claim.Address, claim.IsIpv6, to[5..]);

        if (claim.OfferedTo != 0)
        {
            BinaryPrimitives.WriteUInt64BigEndian(to[at..], claim.OfferedTo);
            at += 8;
        }

        return at;
    }

    private static int WriteAddress(UInt128 address, bool isIpv6, Span<byte> to)
    {
        if (isIpv6)
        {
            BinaryPrimitives.WriteUInt128BigEndian(to, address);
            return 16;
        }

        BinaryPrimitives.WriteUInt32BigEndian(to, (uint)address);
        return 4;
    }
}
