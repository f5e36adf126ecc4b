using LbController.Protocols.Liveness;

namespace LbController.Protocols.Tests.Liveness;

public sealed class HeartbeatCodecTests
{
    private static readonly byte[] Key = "a key that all speakers share"u8.ToArray();
    private static readonly Heartbeat Sample = new("node-1", 0x0102030405060708, 42);

    public static TheoryData<string, int, byte, HeartbeatError> Damages => new()
    {
        { "another protocol on our port", 0, (byte)'X', HeartbeatError.NotAHeartbeat },
        { "a later version", 3, 2, HeartbeatError.UnknownVersion },
        { "an epoch that somebody changed", 4, 0xff, HeartbeatError.WrongSeal },
        { "a sequence that somebody changed", 19, 0xff, HeartbeatError.WrongSeal },
        { "a longer name than there is", 20, 7, HeartbeatError.WrongLength },
        { "a shorter name than there is", 20, 5, HeartbeatError.WrongLength },
        { "another node's name", 21, (byte)'x', HeartbeatError.WrongSeal },
    };

    [Fact]
    public void What_is_encoded_is_decoded_again()
    {
        Assert.True(HeartbeatCodec.TryDecode(Encode(Sample), Key, out var decoded, out var error));
        Assert.Equal(Sample, decoded);
        Assert.Equal(HeartbeatError.None, error);
    }

    [Fact]
    public void The_wire_form_stays_as_it_is() => Assert.Equal(
        "4c424801" + "0102030405060708" + "000000000000002a" + "06" + "6e6f64652d31",
        Convert.ToHexStringLower(Encode(Sample)[..^32]));

    [Fact]
    public void Another_key_is_refused()
    {
        Assert.False(HeartbeatCodec.TryDecode(Encode(Sample), "another key"u8, out _, out var error));
        Assert.Equal(HeartbeatError.WrongSeal, error);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_field_is_refused_with_its_reason(string because, int offset, byte value, HeartbeatError expected)
    {
        var datagram = Encode(Sample);
        datagram[offset] = value;
        Assert.False(HeartbeatCodec.TryDecode(datagram, Key, out _, out var error), because);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_heartbeat_without_a_name_is_refused()
    {
        Assert.False(HeartbeatCodec.TryDecode(Encode(Sample with { Node = "" }), Key, out _, out var error));
        Assert.Equal(HeartbeatError.BadName, error);
    }

    [Fact]
    public void A_heartbeat_cut_at_any_length_or_with_any_bit_flipped_is_refused()
    {
        var whole = Encode(Sample);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(HeartbeatCodec.TryDecode(whole.AsSpan(0, length), Key, out _, out _), $"cut at {length}");
        }

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(HeartbeatCodec.TryDecode(damaged, Key, out _, out _), $"bit {bit}");
        }
    }

    [Fact]
    public void The_longest_name_fits()
    {
        var longest = Sample with { Node = new string('n', HeartbeatCodec.MostNameBytes) };
        Assert.True(HeartbeatCodec.TryDecode(Encode(longest), Key, out var decoded, out _));
        Assert.Equal(longest, decoded);
    }

    private static byte[] Encode(Heartbeat heartbeat)
    {
        var datagram = new byte[HeartbeatCodec.MostBytes];
        return datagram[..HeartbeatCodec.Encode(heartbeat, Key, datagram)];
    }
}
