using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Attributes;

/// <summary>AS_PATH and AS4_PATH: segments of kind 1, count 1, numbers of two or four octets (RFC 4271 section 4.3b; RFC 6793).</summary>
internal static class AsPathCodec
{
    private const byte Set = 1;
    private const byte Sequence = 2;
    private const byte ConfederationSet = 4;

    public static bool NeedsFourOctets(ValueSequence<AsPathSegment> path) => path.Any(s => s.Numbers.Any(n => n > ushort.MaxValue));

    public static byte[] Encode(ValueSequence<AsPathSegment> path, bool fourOctetAs)
    {
        var writer = new WireWriter();
        foreach (var segment in path)
        {
            writer.U8(segment.IsSet ? Set : Sequence).U8(checked((byte)segment.Numbers.Count));
            foreach (var number in segment.Numbers)
            {
                _ = fourOctetAs ? writer.U32(number) : writer.U16(number > ushort.MaxValue ? OpenMessage.AsTrans : (ushort)number);
            }
        }

        return writer.ToArray();
    }

    public static bool TryDecode(ReadOnlySpan<byte> value, bool fourOctetAs, out ValueSequence<AsPathSegment> path)
    {
        var reader = new WireReader(value);
        var segments = new List<AsPathSegment>();
        path = [];
        while (reader.Remaining > 0)
        {
            var (kind, count) = (reader.U8(), reader.U8());
            if (count == 0 || kind is < Set or > ConfederationSet || reader.Remaining < count * (fourOctetAs ? 4 : 2))
            {
                return false;
            }

            var numbers = new uint[count];
            for (var i = 0; i < count; i++)
            {
                numbers[i] = fourOctetAs ? reader.U32() : reader.U16();
            }

            segments.Add(new(kind is Set or ConfederationSet, [.. numbers]));
        }

        path = [.. segments];
        return true;
    }
}
