using System.Buffers.Binary;

namespace LbController.Simulation.Network;

/// <summary>What a router reads from an OPEN.</summary>
public sealed record StrictOpen(ushort ShortAs, ushort HoldTime)
{
    public uint As { get; private init; } = ShortAs;

    public bool HasFourOctetAs { get; private init; }

    /// <summary>IPv6 unicast (RFC 4760, section 8).</summary>
    public bool HasIpv6 { get; private init; }

    public bool HasExtendedMessages { get; private init; }

    /// <summary>Graceful restart: how long our routes are to be kept, in seconds; 0: not at all.</summary>
    public int RestartSeconds { get; private init; }

    public StrictOpen With(byte code, ReadOnlySpan<byte> value) => code switch
    {
        65 when value.Length == 4 => this with { As = BinaryPrimitives.ReadUInt32BigEndian(value), HasFourOctetAs = true },
        65 => throw new FormatException("a four-octet AS of another length"),
        64 when value.Length >= 2 && (value.Length - 2) % 4 == 0 => this with { RestartSeconds = ((value[0] & 0x0f) << 8) | value[1] },
        64 => throw new FormatException("graceful restart of another length"),
        1 when value.Length == 4 => value.SequenceEqual((ReadOnlySpan<byte>)[0, 2, 0, 1]) ? this with { HasIpv6 = true } : this,
        1 => throw new FormatException("multiprotocol of another length"),
        6 => this with { HasExtendedMessages = true },
        _ => this,
    };
}
