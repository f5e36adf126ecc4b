using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>
/// The body of an UPDATE. IPv4 routes stand in its own fields, IPv6 routes and IPv4 routes with an IPv6 next hop (RFC 8950) in MP_REACH_NLRI,
/// withdrawn IPv6 routes in MP_UNREACH_NLRI.
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
        if (!IsMultiProtocol(update))
        {
            writer.Bytes(Prefixes(update.Announced, AddressFamilyIdentifier.Ipv4));
        }
    }

    private static bool IsMultiProtocol(UpdateMessage update) =>
        update.Announced.Count > 0 && (update.Announced[0].Afi == AddressFamilyIdentifier.Ipv6 || update.Attributes?.NextHop?.Afi == AddressFamilyIdentifier.Ipv6);

    private static byte[] Attributes(UpdateMessage update, UpdateWire wire)
    {
        var writer = new WireWriter();
        var unreach = Prefixes(update.Withdrawn, AddressFamilyIdentifier.Ipv6);
        if (unreach.Length > 0 || update.EndOfRib == BgpFamily.Ipv6Unicast)
        {
            var value = new WireWriter().U16((ushort)AddressFamilyIdentifier.Ipv6).U8(BgpFamily.Unicast).Bytes(unreach);
            Append(writer, AttributeCode.MpUnreach, value.Written);
        }

        if (update.Attributes is { } attributes)
        {
            // RFC 7606, section 5.1: the multiprotocol attributes come first.
            var isMultiProtocol = IsMultiProtocol(update);
            if (isMultiProtocol && attributes.NextHop is { } nextHop)
            {
                AppendReach(writer, nextHop, update.Announced);
            }

            AppendPath(writer, attributes, wire, hasNextHop: !isMultiProtocol);
        }

        return writer.ToArray();
    }

    private static void AppendReach(WireWriter writer, BgpAddress nextHop, ValueSequence<NlriPrefix> announced)
    {
        var afi = announced[0].Afi;
        var size = BgpAddress.SizeOf(nextHop.Afi);
        var value = new WireWriter().U16((ushort)afi).U8(BgpFamily.Unicast).U8((byte)size);
        nextHop.Write(value, size);
        value.U8(0).Bytes(Prefixes(announced, afi));
        Append(writer, AttributeCode.MpReach, value.Written);
    }

    private static void AppendPath(WireWriter writer, PathAttributes attributes, UpdateWire wire, bool hasNextHop)
    {
        Append(writer, AttributeCode.Origin, [(byte)attributes.Origin]);
        Append(writer, AttributeCode.AsPath, AsPathCodec.Encode(attributes.AsPath, wire.FourOctetAs));
        if (hasNextHop && attributes.NextHop is { } nextHop)
        {
            var value = new WireWriter();
            nextHop.Write(value, BgpAddress.SizeOf(nextHop.Afi));
            Append(writer, AttributeCode.NextHop, value.Written);
        }

        AppendNumber(writer, AttributeCode.Med, attributes.Med);
        AppendNumber(writer, AttributeCode.LocalPref, attributes.LocalPref);
        AppendList(writer, AttributeCode.Communities, attributes.Communities, (value, c) => value.U32(c));
        AppendList(writer, AttributeCode.ExtendedCommunities, attributes.ExtendedCommunities, (value, c) => value.U32((uint)(c >> 32)).U32((uint)c));
        if (!wire.FourOctetAs && AsPathCodec.NeedsFourOctets(attributes.AsPath))
        {
            Append(writer, AttributeCode.As4Path, AsPathCodec.Encode(attributes.AsPath, fourOctetAs: true));
        }

        AppendList(writer, AttributeCode.LargeCommunities, attributes.LargeCommunities, (value, c) => value.U32(c.Administrator).U32(c.First).U32(c.Second));
    }

    private static void AppendNumber(WireWriter writer, AttributeCode code, uint? number)
    {
        if (number is { } value)
        {
            Append(writer, code, new WireWriter().U32(value).Written);
        }
    }

    private static void AppendList<T>(WireWriter writer, AttributeCode code, ValueSequence<T> items, Action<WireWriter, T> write)
    {
        if (items.Count > 0)
        {
            var value = new WireWriter();
            foreach (var item in items.AsSpan())
            {
                write(value, item);
            }

            Append(writer, code, value.Written);
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
