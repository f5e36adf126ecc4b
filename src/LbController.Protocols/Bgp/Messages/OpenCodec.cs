using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>
/// The body of an OPEN (RFC 4271, section 4.2), with the longer parameters of RFC 9072 understood.
/// <code>
/// | version 1 | AS 2 | hold time 2 | identifier 4 | parameters' length 1 | (type 1, length 1, value) ...
/// </code>
/// </summary>
internal static class OpenCodec
{
    private const byte CapabilitiesParameter = 2;
    private const byte ExtendedParameters = 255;

    public static void Encode(WireWriter writer, OpenMessage open)
    {
        var parameters = new WireWriter();
        foreach (var capability in open.Capabilities)
        {
            var value = CapabilityCodec.Encode(capability);
            parameters.U8(CapabilitiesParameter).U8((byte)value.Length).Bytes(value);
        }

        writer.U8(open.Version).U16(open.TwoOctetAs).U16(open.HoldTime).U32(open.Identifier);
        writer.U8(checked((byte)parameters.Length)).Bytes(parameters.Written);
    }

    /// <summary>Checks the form only; whether the values are acceptable is for the session to say.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> body, out OpenMessage? open, out BgpError? error)
    {
        open = null;
        var reader = new WireReader(body);
        var version = reader.U8();
        if (version != OpenMessage.ProtocolVersion)
        {
            error = BgpError.Open(1, $"the peer speaks BGP version {version}, we speak 4", 0, OpenMessage.ProtocolVersion);
            return false;
        }

        var (peerAs, holdTime, identifier, length) = (reader.U16(), reader.U16(), reader.U32(), (int)reader.U8());
        var isExtended = length == ExtendedParameters && reader.Remaining > 0 && body[^reader.Remaining] == ExtendedParameters;
        if (isExtended)
        {
            reader.U8();
            length = reader.U16();
        }

        var capabilities = new List<BgpCapability>();
        error = reader.Overrun || length != reader.Remaining
            ? BgpError.Open(0, $"optional parameters claim {length} octets where {reader.Remaining} are")
            : ReadParameters(ref reader, isExtended, capabilities);
        open = error is null ? new(version, peerAs, holdTime, identifier, [.. capabilities]) : null;
        return error is null;
    }

    private static BgpError? ReadParameters(ref WireReader reader, bool isExtended, List<BgpCapability> capabilities)
    {
        while (reader.Remaining > 0)
        {
            var type = reader.U8();
            var value = reader.Take(isExtended ? reader.U16() : reader.U8());
            if (reader.Overrun)
            {
                return BgpError.Open(0, $"optional parameter {type} reaches past the end");
            }

            if (type != CapabilitiesParameter)
            {
                return BgpError.Open(4, $"optional parameter {type} is unknown");
            }

            if (!CapabilityCodec.TryDecode(value, capabilities))
            {
                return BgpError.Open(0, "a capability reaches past the end of its parameter");
            }
        }

        return null;
    }
}
