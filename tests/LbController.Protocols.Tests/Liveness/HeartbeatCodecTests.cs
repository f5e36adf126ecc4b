using LbController.Protocols.Liveness;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Tests.Liveness;

public sealed class HeartbeatCodecTests
{
    private static readonly byte[] Key = "a key that all speakers share"u8.ToArray();

    private static readonly Heartbeat Sample = new("node-1", 0x0102030405060708, 42) { Link = "eth0", Mac = new MacAddress(0x020000000001), Flags = HeartbeatFlags.Settled, ClaimsVersion = 7 };

    private static readonly Heartbeat Rich = Sample with
    {
        Page = 1,
        Pages = 3,
        Claims = [new(0xc000020a, false, 5, 0), new((UInt128)0x20010db8 << 96, true, 6, 0x99), new(0xc000020b, false, 1, 0x1234) { IsSilent = true }, new(0xc000020c, false, 1, 0) { IsDisputed = true }],
        Doubts = [new(0xc000020c, false, default), new((UInt128)0x20010db8 << 96, true, new MacAddress(0x020000000009))],
        Asks = [NodeTag.Of("n2"), NodeTag.Of("n3")],
    };

    public static TheoryData<string, int, byte, HeartbeatError> Damages => new()
    {
        { "another protocol on our port", 0, (byte)'X', HeartbeatError.NotAHeartbeat },
        { "another version", 3, 1, HeartbeatError.UnknownVersion },
        { "an epoch that somebody changed", 5, 0xff, HeartbeatError.WrongSeal },
        { "another node's name", 41, (byte)'x', HeartbeatError.WrongSeal },
    };

    public static TheoryData<string, Heartbeat, HeartbeatError> Wrong => new()
    {
        { "no node", Sample with { Node = "" }, HeartbeatError.BadName },
        { "no link", Sample with { Link = "" }, HeartbeatError.BadName },
        { "a page beyond the last", Sample with { Page = 1, Pages = 1 }, HeartbeatError.BadClaims },
        { "no pages", Sample with { Pages = 0 }, HeartbeatError.BadClaims },
    };

    [Fact]
    public void What_is_encoded_is_decoded_again()
    {
        foreach (var heartbeat in new[] { Sample, Rich })
        {
            Assert.True(HeartbeatCodec.TryDecode(Encode(heartbeat), [Key], out var decoded, out var error));
            Assert.Equal(heartbeat, decoded);
            Assert.Equal(HeartbeatError.None, error);
        }
    }

    [Fact]
    public void The_wire_form_stays_as_it_is() => Assert.Equal(
        "4c424803" + "01" + "0102030405060708" + "000000000000002a" + "00000007" + "0001" + "0003" + "06" + "04" + "01" + "0002" + "020000000001" + "02"
            + "6e6f64652d31" + "65746830" + "0000000000000099"
            + "00" + "c000020c" + "000000000000" + "01" + "20010db8000000000000000000000000" + "020000000009"
            + "00" + "00000005" + "c000020a"
            + "03" + "00000006" + "20010db8000000000000000000000000" + "0000000000000099",
        Convert.ToHexStringLower(Encode(Rich with { Claims = [Rich.Claims[0], Rich.Claims[1]], Asks = [0x99] })[..^32]));

    [Fact]
    public void Any_of_the_accepted_keys_will_do()
    {
        Assert.True(HeartbeatCodec.TryDecode(Encode(Sample), ["newer"u8.ToArray(), Key], out _, out _));
        Assert.False(HeartbeatCodec.TryDecode(Encode(Sample), ["another key"u8.ToArray()], out _, out var error));
        Assert.Equal(HeartbeatError.WrongSeal, error);
        Assert.False(HeartbeatCodec.TryDecode(Encode(Sample), [], out _, out _));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_field_is_refused_with_its_reason(string because, int offset, byte value, HeartbeatError expected)
    {
        var datagram = Encode(Sample);
        datagram[offset] = value;
        Assert.False(HeartbeatCodec.TryDecode(datagram, [Key], out _, out var error), because);
        Assert.Equal(expected, error);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_sealed_heartbeat_that_says_nonsense_is_refused(string because, Heartbeat heartbeat, HeartbeatError expected)
    {
        Assert.False(HeartbeatCodec.TryDecode(Encode(heartbeat), [Key], out _, out var error), because);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Sealed_lengths_that_do_not_fit_are_refused()
    {
        var whole = Encode(Rich);
        foreach (var offset in new[] { 29, 30, 31, 32, 33, 40 })
        {
            for (var value = 0; value < 256; value++)
            {
                var damaged = (byte[])whole.Clone();
                if (damaged[offset] == value)
                {
                    continue;
                }

                damaged[offset] = (byte)value;
                System.Security.Cryptography.HMACSHA256.HashData(Key, damaged.AsSpan(0, damaged.Length - 32), damaged.AsSpan(damaged.Length - 32));
                if (HeartbeatCodec.TryDecode(damaged, [Key], out var read, out _))
                {
                    Assert.True(offset < 31 || (read!.Claims, read.Doubts) != (Rich.Claims, Rich.Doubts), "the same claims from other lengths");
                }
            }
        }
    }

    [Fact]
    public void A_heartbeat_cut_at_any_length_or_with_any_bit_flipped_is_refused()
    {
        var whole = Encode(Rich);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(HeartbeatCodec.TryDecode(whole.AsSpan(0, length), [Key], out _, out _), $"cut at {length}");
        }

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(HeartbeatCodec.TryDecode(damaged, [Key], out _, out _), $"bit {bit}");
        }
    }

    [Fact]
    public void The_longest_of_everything_fits()
    {
        var claim = new HeartbeatClaim(UInt128.MaxValue, true, uint.MaxValue, ulong.MaxValue);
        var longest = Sample with
        {
            Node = new string('n', HeartbeatCodec.MostNameBytes),
            Link = new string('l', HeartbeatCodec.MostLinkBytes),
            Asks = [.. Enumerable.Repeat(1UL, HeartbeatCodec.MostAsks)],
            Doubts = [.. Enumerable.Repeat(new HeartbeatDoubt(UInt128.MaxValue, true, MacAddress.Broadcast), HeartbeatCodec.MostDoubts)],
            Claims = [.. Enumerable.Repeat(claim, HeartbeatCodec.ClaimSpace / HeartbeatCodec.SizeOf(claim))],
        };
        Assert.True(HeartbeatCodec.TryDecode(Encode(longest), [Key], out var decoded, out _));
        Assert.Equal(longest, decoded);
    }

    private static byte[] Encode(Heartbeat heartbeat)
    {
        var datagram = new byte[HeartbeatCodec.MostBytes];
        return datagram[..HeartbeatCodec.Encode(heartbeat, Key, datagram)];
    }
}
