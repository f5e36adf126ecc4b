using LbController.Protocols.Wire;
using static LbController.Protocols.Bgp.Messages.BgpCapability;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>Capabilities: code 1, length 1, value (RFC 5492, section 4).</summary>
public static class CapabilityCodec
{
    private const ushort Restarting = 0x8000;
    private const ushort KeepsOnNotification = 0x4000;
    private const ushort MostSeconds = 0x0fff;
    private const byte Forwarding = 0x80;

    public static byte[] Encode(BgpCapability capability)
    {
        var value = new WireWriter();
        var code = Write(value, capability);
        return new WireWriter().U8(code).U8(checked((byte)value.Length)).Bytes(value.Written).ToArray();
    }

    /// <summary>Reads the capabilities of one parameter; false if one reaches past the end.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> parameter, List<BgpCapability> capabilities)
    {
        var reader = new WireReader(parameter);
        while (reader.Remaining > 0)
        {
            var code = reader.U8();
            var value = reader.Take(reader.U8());
            if (reader.Overrun)
            {
                return false;
            }

            capabilities.Add(Decode(code, value));
        }

        return true;
    }

    public static byte CodeOf(BgpCapability capability) => Write(new WireWriter(), capability);

    private static byte Write(WireWriter value, BgpCapability capability)
    {
        switch (capability)
        {
            case MultiProtocol { Family: var family }:
                value.U16((ushort)family.Afi).U8(0).U8(family.Safi);
                return MultiProtocolCode;
            case ExtendedNextHop { Families: var families }:
                families.ToList().ForEach(family => value.U16((ushort)family.Afi).U16(family.Safi).U16((ushort)AddressFamilyIdentifier.Ipv6));
                return ExtendedNextHopCode;
            case ExtendedMessage:
                return ExtendedMessageCode;
            case GracefulRestart restart:
                var flags = (restart.IsRestarting ? Restarting : 0) | (restart.KeepsOnNotification ? KeepsOnNotification : 0);
                value.U16((ushort)(flags | Math.Min(restart.Seconds, MostSeconds)));
                restart.Families.ToList().ForEach(family => Write(value, family));
                return GracefulRestartCode;
            case LongLivedGracefulRestart restart:
                restart.Families.ToList().ForEach(family => Write(value, family).U8((byte)(family.StaleSeconds >> 16)).U16((ushort)family.StaleSeconds));
                return LongLivedGracefulRestartCode;
            case FourOctetAs { As: var number }:
                value.U32(number);
                return FourOctetAsCode;
            case EnhancedRouteRefresh:
                return EnhancedRouteRefreshCode;
            case Unknown unknown:
                value.Bytes(unknown.Value.AsSpan());
                return unknown.Code;
            default:
                return RouteRefreshCode;
        }
    }

    private static WireWriter Write(WireWriter value, RestartFamily family) =>
        value.U16((ushort)family.Family.Afi).U8(family.Family.Safi).U8(family.IsForwarding ? Forwarding : (byte)0);

    private static BgpCapability Decode(byte code, ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        return (code, value.Length) switch
        {
            (MultiProtocolCode, 4) => new MultiProtocol(new((AddressFamilyIdentifier)reader.U16(), value[3])),
            (RouteRefreshCode, 0) => new RouteRefresh(),
            (ExtendedNextHopCode, _) when value.Length % 6 == 0 => new ExtendedNextHop(NextHopFamilies(ref reader)),
            (ExtendedMessageCode, 0) => new ExtendedMessage(),
            (GracefulRestartCode, >= 2) when value.Length % 4 == 2 => Restart(ref reader),
            (FourOctetAsCode, 4) => new FourOctetAs(reader.U32()),
            (EnhancedRouteRefreshCode, 0) => new EnhancedRouteRefresh(),
            (LongLivedGracefulRestartCode, _) when value.Length % 7 == 0 => new LongLivedGracefulRestart(RestartFamilies(ref reader, isLongLived: true)),
            _ => new Unknown(code, [.. value]),
        };
    }

    private static GracefulRestart Restart(ref WireReader reader)
    {
        var head = reader.U16();
        return new((head & Restarting) != 0, (head & KeepsOnNotification) != 0, (ushort)(head & MostSeconds), RestartFamilies(ref reader, isLongLived: false));
    }

    private static ValueSequence<RestartFamily> RestartFamilies(ref WireReader reader, bool isLongLived)
    {
        var families = new List<RestartFamily>();
        while (reader.Remaining > 0)
        {
            var family = new BgpFamily((AddressFamilyIdentifier)reader.U16(), reader.U8());
            var isForwarding = (reader.U8() & Forwarding) != 0;
            families.Add(new(family, isForwarding, isLongLived ? ((uint)reader.U8() << 16) | reader.U16() : 0));
        }

        return [.. families];
    }

    private static ValueSequence<BgpFamily> NextHopFamilies(ref WireReader reader)
    {
        var families = new List<BgpFamily>();
        while (reader.Remaining > 0)
        {
            var (afi, safi, nextHop) = (reader.U16(), reader.U16(), reader.U16());
            if (safi <= byte.MaxValue && nextHop == (ushort)AddressFamilyIdentifier.Ipv6)
            {
                families.Add(new((AddressFamilyIdentifier)afi, (byte)safi));
            }
        }

        return [.. families];
    }
}
