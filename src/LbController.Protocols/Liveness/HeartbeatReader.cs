using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Liveness;

/// <summary>Reads what the seal covers; <see cref="HeartbeatCodec"/> has drawn it. The text is ours then, and still is checked.</summary>
internal static class HeartbeatReader
{
    private const int SmallestClaim = 9;
    private const int SmallestDoubt = 11;

    public static HeartbeatError Read(ReadOnlySpan<byte> covered, out Heartbeat? heartbeat)
    {
        heartbeat = null;
        int nodeLength = covered[29], linkLength = covered[30], asks = covered[31], doubts = covered[40];
        int claims = BinaryPrimitives.ReadUInt16BigEndian(covered[32..]);
        var rest = covered[HeartbeatCodec.HeaderSize..];
        if (rest.Length < nodeLength + linkLength + (8 * asks) + (SmallestDoubt * doubts) + (SmallestClaim * claims))
        {
            return HeartbeatError.WrongLength;
        }

        var node = rest[..nodeLength];
        var link = rest.Slice(nodeLength, linkLength);
        if (!IsName(node, HeartbeatCodec.MostNameBytes) || !IsName(link, HeartbeatCodec.MostLinkBytes))
        {
            return HeartbeatError.BadName;
        }

        var page = BinaryPrimitives.ReadUInt16BigEndian(covered[25..]);
        var pages = BinaryPrimitives.ReadUInt16BigEndian(covered[27..]);
        var reader = new WireReader(rest[(nodeLength + linkLength)..]);
        var asked = new ulong[asks];
        for (var i = 0; i < asks; i++)
        {
            asked[i] = U64(ref reader);
        }

        if (!TryReadDoubts(ref reader, doubts, out var doubted))
        {
            return HeartbeatError.BadDoubts;
        }

        if (page >= pages || !TryReadClaims(ref reader, claims, out var read))
        {
            return HeartbeatError.BadClaims;
        }

        if (reader.Remaining != 0)
        {
            return HeartbeatError.WrongLength;
        }

        heartbeat = new Heartbeat(
            Encoding.UTF8.GetString(node),
            BinaryPrimitives.ReadUInt64BigEndian(covered[5..]),
            BinaryPrimitives.ReadUInt64BigEndian(covered[13..]))
        {
            Link = Encoding.UTF8.GetString(link),
            Flags = (HeartbeatFlags)covered[4],
            ClaimsVersion = BinaryPrimitives.ReadUInt32BigEndian(covered[21..]),
            Page = page,
            Pages = pages,
            Claims = read,
            Asks = [.. asked],
            Mac = MacAddress.Read(covered[34..]),
            Doubts = doubted,
        };
        return HeartbeatError.None;
    }

    private static bool TryReadClaims(ref WireReader reader, int count, out ValueSequence<HeartbeatClaim> claims)
    {
        claims = [];
        var read = new HeartbeatClaim[count];
        for (var i = 0; i < count; i++)
        {
            var kind = reader.U8();
            var term = reader.U32();
            var isIpv6 = (kind & 1) != 0;
            var address = ReadAddress(ref reader, isIpv6);
            read[i] = new(address, isIpv6, term, (kind & 2) != 0 ? U64(ref reader) : 0) { IsSilent = (kind & 4) != 0, IsDisputed = (kind & 8) != 0 };
            if (kind > 15 || reader.Overrun)
            {
                return false;
            }
        }

        claims = [.. read];
        return true;
    }

    private static bool TryReadDoubts(ref WireReader reader, int count, out ValueSequence<HeartbeatDoubt> doubts)
    {
        doubts = [];
        var read = new HeartbeatDoubt[count];
        for (var i = 0; i < count; i++)
        {
            var kind = reader.U8();
            var address = ReadAddress(ref reader, kind == 1);
            var answerer = reader.Take(MacAddress.Size);
            if (kind > 1 || reader.Overrun)
            {
                return false;
            }

            read[i] = new(address, kind == 1, MacAddress.Read(answerer));
        }

        doubts = [.. read];
        return true;
    }

    private static UInt128 ReadAddress(ref WireReader reader, bool isIpv6) =>
        isIpv6 ? ((UInt128)U64(ref reader) << 64) | U64(ref reader) : reader.U32();

    private static ulong U64(ref WireReader reader) => ((ulong)reader.U32() << 32) | reader.U32();

    private static bool IsName(ReadOnlySpan<byte> name, int most) => !name.IsEmpty && name.Length <= most && Utf8.IsValid(name);
}
