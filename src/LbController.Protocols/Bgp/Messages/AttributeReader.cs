using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>Reads the attributes of one UPDATE and keeps the strongest treatment that their faults ask for.</summary>
internal sealed class AttributeReader(UpdateWire wire)
{
    private readonly SortedSet<AttributeCode> seen = [];

    public PathAttributes Path { get; private set; } = new();

    public bool HasPath => seen.Any(code => code is not (AttributeCode.MpReach or AttributeCode.MpUnreach));

    public List<NlriPrefix> Announced { get; } = [];

    public List<NlriPrefix> Withdrawn { get; } = [];

    /// <summary>Set by an MP_UNREACH_NLRI that names no route.</summary>
    public BgpFamily? EndOfRib { get; private set; }

    public UpdateTreatment Treatment { get; private set; }

    public string Fault { get; private set; } = "";

    /// <summary>Returns an error only if the session has to end.</summary>
    public BgpError? Read(ReadOnlySpan<byte> field)
    {
        var reader = new WireReader(field);
        while (reader.Remaining > 0)
        {
            var traits = (AttributeTraits)reader.U8();
            var code = (AttributeCode)reader.U8();
            var value = reader.Take(traits.HasFlag(AttributeTraits.ExtendedLength) ? reader.U16() : reader.U8());
            if (reader.Overrun)
            {
                // RFC 7606, section 4: the routes are still found by the lengths in the message itself.
                Note(AttributeFault.Withdraw, $"attribute {(byte)code} reaches past the end of the attributes");
                return null;
            }

            if (Take(traits, code, value) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>RFC 7606, section 3d: announced routes without a well-known mandatory attribute count as withdrawn.</summary>
    public void RequireMandatory(bool hasIpv4)
    {
        if (!hasIpv4 && Announced.Count == 0)
        {
            return;
        }

        Require(AttributeCode.Origin);
        Require(AttributeCode.AsPath);
        if (hasIpv4)
        {
            Require(AttributeCode.NextHop);
        }

        if (wire.IsInternal)
        {
            Require(AttributeCode.LocalPref);
        }
    }

    private void Require(AttributeCode code)
    {
        if (!seen.Contains(code))
        {
            Note(AttributeFault.Withdraw, $"{AttributeTable.Find(code)!.Name} is missing");
        }
    }

    private BgpError? Take(AttributeTraits traits, AttributeCode code, ReadOnlySpan<byte> value)
    {
        if (AttributeTable.Find(code) is not { } row)
        {
            return traits.HasFlag(AttributeTraits.Optional) ? null
                : BgpError.Update(2, $"well-known attribute {(byte)code} is unknown", Whole(traits, code, value));
        }

        if (!seen.Add(code))
        {
            return row.IfMalformed == AttributeFault.Reset ? BgpError.Update(1, $"{row.Name} occurs twice") : Note(AttributeFault.Discard, $"{row.Name} occurs twice");
        }

        if (row.InternalOnly && !wire.IsInternal)
        {
            return Note(AttributeFault.Discard, $"{row.Name} from an external peer");
        }

        const AttributeTraits kind = AttributeTraits.Optional | AttributeTraits.Transitive;
        (byte Subcode, string Text)? fault = (traits & kind) != row.Traits ? (4, $"{row.Name} has the wrong flags")
            : !row.AllowsLength(value.Length) || IsOtherAggregator(code, value.Length) ? (5, $"{row.Name} cannot be {value.Length} octets long")
            : TryStore(code, value) ? null
            : (9, $"{row.Name} is malformed");
        return fault is not { } found ? null
            : row.IfMalformed == AttributeFault.Reset ? BgpError.Update(found.Subcode, found.Text, Whole(traits, code, value))
            : Note(row.IfMalformed, found.Text);
    }

    /// <summary>The AS number in AGGREGATOR has as many octets as those in AS_PATH (RFC 7606, section 7.7).</summary>
    private bool IsOtherAggregator(AttributeCode code, int length) => code == AttributeCode.Aggregator && length != (wire.FourOctetAs ? 8 : 6);

    private bool TryStore(AttributeCode code, ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        switch (code)
        {
            case AttributeCode.Origin:
                Path = Path with { Origin = (BgpOrigin)value[0] };
                return value[0] <= (byte)BgpOrigin.Incomplete;
            case AttributeCode.AsPath:
                var isPath = AsPathCodec.TryDecode(value, wire.FourOctetAs, out var path);
                Path = Path with { AsPath = path };
                return isPath;
            case AttributeCode.As4Path:
                return AsPathCodec.TryDecode(value, fourOctetAs: true, out _);
            case AttributeCode.NextHop:
                Path = Path with { NextHop = BgpAddress.Ipv4(reader.U32()) };
                return true;
            case AttributeCode.Med:
                Path = Path with { Med = reader.U32() };
                return true;
            case AttributeCode.LocalPref:
                Path = Path with { LocalPref = reader.U32() };
                return true;
            case AttributeCode.Communities:
                Path = Path with { Communities = [.. Numbers(value)] };
                return true;
            case AttributeCode.LargeCommunities:
                Path = Path with { LargeCommunities = [.. Numbers(value).Chunk(3).Select(c => new LargeCommunity(c[0], c[1], c[2]))] };
                return true;
            case AttributeCode.ExtendedCommunities:
                Path = Path with { ExtendedCommunities = [.. Numbers(value).Chunk(2).Select(c => ((ulong)c[0] << 32) | c[1])] };
                return true;
            case AttributeCode.MpReach:
                return TryReach(ref reader);
            case AttributeCode.MpUnreach:
                return TryUnreach(ref reader);
            default:
                return true;
        }
    }

    private bool TryReach(ref WireReader reader)
    {
        var family = new BgpFamily((AddressFamilyIdentifier)reader.U16(), reader.U8());
        var nextHop = reader.Take(reader.U8());
        reader.U8();
        if (reader.Overrun || !family.IsKnown)
        {
            // Routes of a family that was never agreed on are none of our business.
            return !reader.Overrun;
        }

        if (nextHop.Length is not (4 or 16 or 32))
        {
            return false;
        }

        // 32 octets: the global address, then the link-local one (RFC 2545).
        var afi = nextHop.Length == 4 ? AddressFamilyIdentifier.Ipv4 : AddressFamilyIdentifier.Ipv6;
        Path = Path with { NextHop = Path.NextHop ?? BgpAddress.Read(afi, nextHop[..BgpAddress.SizeOf(afi)]) };
        return UpdateDecoder.TryReadPrefixes(reader.Take(reader.Remaining), family.Afi, Announced);
    }

    private bool TryUnreach(ref WireReader reader)
    {
        var family = new BgpFamily((AddressFamilyIdentifier)reader.U16(), reader.U8());
        EndOfRib = reader.Remaining == 0 ? family : null;
        return !family.IsKnown || UpdateDecoder.TryReadPrefixes(reader.Take(reader.Remaining), family.Afi, Withdrawn);
    }

    private BgpError? Note(AttributeFault fault, string text)
    {
        var treatment = fault == AttributeFault.Discard ? UpdateTreatment.AttributeDiscard : UpdateTreatment.TreatAsWithdraw;
        if (treatment > Treatment)
        {
            (Treatment, Fault) = (treatment, text);
        }

        return null;
    }

    private static uint[] Numbers(ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        var numbers = new uint[value.Length / 4];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.U32();
        }

        return numbers;
    }

    private static byte[] Whole(AttributeTraits traits, AttributeCode code, ReadOnlySpan<byte> value)
    {
        var writer = new WireWriter().U8((byte)traits).U8((byte)code);
        _ = traits.HasFlag(AttributeTraits.ExtendedLength) ? writer.U16((ushort)value.Length) : writer.U8((byte)value.Length);
        return writer.Bytes(value).ToArray();
    }
}
