using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace LbController.Protocols.Liveness;

/// <summary>
/// Heartbeats on the wire, numbers in network byte order:
/// <code>
///   0        3         4         12         20       21
///   +--------+---------+---------+----------+--------+--------------+----------------------+
///   | "LBH"  | version | epoch   | sequence | length | node (UTF-8) | HMAC-SHA256, 32 byte |
///   +--------+---------+---------+----------+--------+--------------+----------------------+
///   '---------------------- what the seal covers -------------------'
/// </code>
/// The seal is checked before the name is read as text. Nothing here throws on what comes from the wire.
/// </summary>
public static class HeartbeatCodec
{
    /// <summary>The longest heartbeat, in bytes.</summary>
    public const int MostBytes = HeaderSize + MostNameBytes + SealSize;

    /// <summary>The longest node name: a DNS subdomain (RFC 1123).</summary>
    public const int MostNameBytes = 253;

    private const int HeaderSize = 21;
    private const int SealSize = HMACSHA256.HashSizeInBytes;
    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "LBH"u8;

    /// <param name="heartbeat">What to send; the name has 1 to <see cref="MostNameBytes"/> bytes.</param>
    /// <param name="key">The key that all speakers of the cluster share.</param>
    /// <param name="datagram">At least <see cref="MostBytes"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Encode(in Heartbeat heartbeat, ReadOnlySpan<byte> key, Span<byte> datagram)
    {
        Magic.CopyTo(datagram);
        datagram[3] = Version;
        BinaryPrimitives.WriteUInt64BigEndian(datagram[4..], heartbeat.Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(datagram[12..], heartbeat.Sequence);
        var length = Encoding.UTF8.GetBytes(heartbeat.Node, datagram.Slice(HeaderSize, MostNameBytes));
        datagram[20] = (byte)length;
        var covered = HeaderSize + length;
        HMACSHA256.HashData(key, datagram[..covered], datagram[covered..]);
        return covered + SealSize;
    }

    public static bool TryDecode(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> key, out Heartbeat heartbeat, out HeartbeatError error)
    {
        heartbeat = default;
        error = Check(datagram, key);
        if (error != HeartbeatError.None)
        {
            return false;
        }

        heartbeat = new Heartbeat(
            Encoding.UTF8.GetString(datagram.Slice(HeaderSize, datagram[20])),
            BinaryPrimitives.ReadUInt64BigEndian(datagram[4..]),
            BinaryPrimitives.ReadUInt64BigEndian(datagram[12..]));
        return true;
    }

    private static HeartbeatError Check(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> key)
    {
        if (datagram.Length < HeaderSize + SealSize)
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

        var covered = HeaderSize + datagram[20];
        if (datagram.Length != covered + SealSize)
        {
            return HeartbeatError.WrongLength;
        }

        Span<byte> seal = stackalloc byte[SealSize];
        HMACSHA256.HashData(key, datagram[..covered], seal);
        if (!CryptographicOperations.FixedTimeEquals(seal, datagram[covered..]))
        {
            return HeartbeatError.WrongSeal;
        }

        var name = datagram[HeaderSize..covered];
        return name.IsEmpty || name.Length > MostNameBytes || !Utf8.IsValid(name) ? HeartbeatError.BadName : HeartbeatError.None;
    }
}
