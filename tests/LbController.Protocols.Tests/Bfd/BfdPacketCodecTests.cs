using LbController.Protocols.Bfd;

namespace LbController.Protocols.Tests.Bfd;

/// <summary>RFC 5880, sections 4.1 and 6.8.6.</summary>
public sealed class BfdPacketCodecTests
{
    /// <summary>State Down, multiplier 3, discriminator 0x6a1f2c3d, sends once a second, takes 300 ms and echo packets of 50 ms.</summary>
    private const string Good = "20 40 03 18 6a 1f 2c 3d 00 00 00 00 00 0f 42 40 00 04 93 e0 00 00 c3 50";

    public static TheoryData<string, int, byte, BfdError> Faults => new()
    {
        { "version 0", 0, 0x00, BfdError.WrongVersion },
        { "version 2", 0, 0x40, BfdError.WrongVersion },
        { "a length below that of the fixed part", 3, 23, BfdError.WrongLength },
        { "a length beyond the datagram", 3, 25, BfdError.WrongLength },
        { "a detect multiplier of zero", 2, 0, BfdError.ZeroDetectMultiplier },
        { "the multipoint bit", 1, 0x41, BfdError.Multipoint },
        { "authentication with a length that has no room for it", 1, 0x44, BfdError.WrongLength },
        { "no discriminator of ours in state Init", 1, 0x80, BfdError.ZeroYourDiscriminator },
        { "no discriminator of ours in state Up", 1, 0xc0, BfdError.ZeroYourDiscriminator },
        { "no discriminator of ours in state AdminDown is right", 1, 0x00, BfdError.None },
        { "an unknown diagnostic is right", 0, 0x3f, BfdError.None },
    };

    [Fact]
    public void A_packet_is_read_field_by_field()
    {
        Assert.True(BfdPacketCodec.TryDecode(Bytes(Good), out var packet, out _));
        Assert.Equal(new BfdPacket(BfdDiagnostic.None, BfdState.Down, BfdFlags.None, 3, 0x6a1f2c3d, 0, 1_000_000, 300_000, 50_000), packet);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_packet_is_judged_by_its_fixed_fields(string because, int at, byte value, BfdError expected)
    {
        var bytes = Bytes(Good);
        bytes[at] = value;
        BfdPacketCodec.TryDecode(bytes, out _, out var error);
        Assert.True(expected == error, $"{because}: {error}");
    }

    [Fact]
    public void A_sender_without_a_discriminator_is_nobody()
    {
        var bytes = Bytes(Good);
        bytes.AsSpan(4, 4).Clear();
        Assert.False(BfdPacketCodec.TryDecode(bytes, out _, out var error));
        Assert.Equal(BfdError.ZeroMyDiscriminator, error);
    }

    [Fact]
    public void An_authenticated_packet_is_not_for_sessions_without_a_key()
    {
        byte[] bytes = [.. Bytes(Good), 1, 3];
        (bytes[1], bytes[3]) = (0x44, 26);
        Assert.False(BfdPacketCodec.TryDecode(bytes, out _, out var error));
        Assert.Equal(BfdError.Authenticated, error);
    }

    [Fact]
    public void Cut_at_every_length_a_packet_is_too_short()
    {
        for (var length = 0; length < BfdPacketCodec.PacketSize; length++)
        {
            Assert.False(BfdPacketCodec.TryDecode(Bytes(Good).AsSpan(0, length), out _, out var error));
            Assert.Equal(BfdError.TooShort, error);
        }
    }

    [Fact]
    public void What_is_written_is_what_was_read()
    {
        Assert.True(BfdPacketCodec.TryDecode(Bytes(Good), out var packet, out _));
        var bytes = new byte[BfdPacketCodec.PacketSize];
        BfdPacketCodec.Encode(packet, bytes);
        Assert.Equal(Bytes(Good), bytes);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
