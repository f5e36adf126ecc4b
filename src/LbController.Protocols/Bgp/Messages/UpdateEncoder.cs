using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>
/// The body of an UPDATE. IPv4 routes stand in its own fields, IPv6 routes in MP_REACH_NLRI and MP_UNREACH_NLRI.
/// <code>
/// | withdrawn length 2 | withdrawn IPv4 | attributes length 2 | attributes | announced IPv4 |
/// </code>
/// </summary>
internal static class UpdateEncoder
{
    public static void Encode(WireWriter writer, UpdateMessage update, UpdateWire wire)
    {
        var withdrawn = Prefixes(update.Withdrawn, AddressFamilyIdentifier.Ipv4);
        var attributes = Attributes(update, wire);
        writer.U16((ushort)withdrawn.Length).Bytes(withdrawn);
        writer.U16((ushort)attributes.Length).Bytes(attributes);
        writer.Bytes(Prefixes(update.Announced, AddressFamilyIdentifier.Ipv4));
    }

    private static byte[] Attributes(UpdateMessage update, UpdateWire wire)
    {
        var writer = new WireWriter();
        var reach = Prefixes(update.Announced, AddressFamilyIdentifier.Ipv6);
        var unreach = Prefixes(update.Withdrawn, AddressFamilyIdentifier.Ipv6);
        if (unreach.Length > 0 || update.EndOfRib == BgpFamily.Ipv6Unicast)
        {
            var value = new WireWriter().U16((ushort)AddressFamilyIdentifier.Ipv6).U8(BgpFamily.Unicast).Bytes(unreach);
            Append(writer, AttributeCode.MpUnreach, value.Written);
        }

        if (update.Attributes is { } attributes)
        {
            // RFC 7606, section 5.1: the multiprotocol attributes come first.
            AppendReach(writer, attributes, reach);
            AppendPath(writer, attributes, wire, hasIpv4: reach.Length == 0);
        }

        return writer.ToArray();
    }

    private static void AppendReach(WireWriter writer, PathAttributes attributes, byte[] reach)
    {
        if (reach.Length == 0 || attributes.NextHop is not { } nextHop)
        {
            return;
        }

        var size = BgpAddress.SizeOf(nextHop.Afi);
        var value = new WireWriter().U16((ushort)AddressFamilyIdentifier.Ipv6).U8(BgpFamily.Unicast).U8((byte)size);
        nextHop.Write(value, size);
        value.U8(0).Bytes(reach);
        Append(writer, AttributeCode.MpReach, value.Written);
    }

    private static void AppendPath(WireWriter writer, PathAttributes attributes, UpdateWire wire, bool hasIpv4)
    {
        Append(writer, AttributeCode.Origin, [(byte)attributes.Origin]);
        Append(writer, AttributeCode.AsPath, AsPathCodec.Encode(attributes.AsPath, wire.FourOctetAs));
        if (hasIpv4 && attributes.NextHop is { } nextHop)
        {
            var value = new WireWriter();
            nextHop.Write(value, BgpAddress.SizeOf(nextHop.Afi));
            Append(writer, AttributeCode.NextHop, value.Written);
        }

        AppendNumber(writer, AttributeCode.Med, attributes.Med);
        AppendNumber(writer, AttributeCode.LocalPref, attributes.LocalPref);
        if (attributes.Communities.Count > 0)
        {
            var value = new WireWriter();
            attributes.Communities.ToList().ForEach(c => value.U32(c));
            Append(writer, AttributeCode.Communities, value.Written);
        }

        if (!wire.FourOctetAs && AsPathCodec.NeedsFourOctets(attributes.AsPath))
        {
            Append(writer, AttributeCode.As4Path, AsPathCodec.Encode(attributes.AsPath, fourOctetAs: true));
        }

        if (attributes.LargeCommunities.Count > 0)
        {
            var value = new WireWriter();
            attributes.LargeCommunities.ToList().ForEach(c => value.U32(c.Administrator).U32(c.First).U32(c.Second));
            Append(writer, AttributeCode.LargeCommunities, value.Written);
        }
    }

    private static void AppendNumber(WireWriter writer, AttributeCode code, uint? number)
    {
        if (number is { } value)
        {
            Append(writer, code, new WireWriter().U32(value).Written);
        }
    }

    private static void Append(WireWriter writer, AttributeCode code, ReadOnlySpan<byte> value)
    {
        var traits = AttributeTable.Find(code)!.Traits;
        _ = value.Length > byte.MaxValue
            ? writer.U8((byte)(traits | AttributeTraits.ExtendedLength)).U8((byte)code).U16((ushort)value.Length)
            : writer.U8((byte)traits).U8((byte)code).U8((byte)value.Length);
        writer.Bytes(value);
    }

    private static byte[] Prefixes(ValueSequence<NlriPrefix> prefixes, AddressFamilyIdentifier afi)
    {
        var writer = new WireWriter();
        foreach (var prefix in prefixes.AsSpan())
        {
            if (prefix.Afi == afi)
            {
                prefix.Write(writer);
            }
        }

        return writer.ToArray();
    }
}
