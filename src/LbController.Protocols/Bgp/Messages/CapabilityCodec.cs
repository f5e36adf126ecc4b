using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>Capabilities: code 1, length 1, value (RFC 5492, section 4).</summary>
internal static class CapabilityCodec
{
    public static byte[] Encode(BgpCapability capability)
    {
        var writer = new WireWriter();
        return capability switch
        {
            BgpCapability.MultiProtocol { Family: var family } =>
                writer.U8(BgpCapability.MultiProtocolCode).U8(4).U16((ushort)family.Afi).U8(0).U8(family.Safi).ToArray(),
            BgpCapability.FourOctetAs { As: var number } => writer.U8(BgpCapability.FourOctetAsCode).U8(4).U32(number).ToArray(),
            BgpCapability.Unknown { Code: var code, Value: var value } => writer.U8(code).U8((byte)value.Count).Bytes(value.AsSpan()).ToArray(),
            _ => writer.U8(BgpCapability.RouteRefreshCode).U8(0).ToArray(),
        };
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

    private static BgpCapability Decode(byte code, ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        return (code, value.Length) switch
        {
            (BgpCapability.MultiProtocolCode, 4) => new BgpCapability.MultiProtocol(new((AddressFamilyIdentifier)reader.U16(), value[3])),
            (BgpCapability.RouteRefreshCode, 0) => new BgpCapability.RouteRefresh(),
            (BgpCapability.FourOctetAsCode, 4) => new BgpCapability.FourOctetAs(reader.U32()),
            _ => new BgpCapability.Unknown(code, [.. value]),
        };
    }
}
