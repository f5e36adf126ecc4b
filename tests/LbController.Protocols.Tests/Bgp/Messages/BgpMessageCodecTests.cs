using CsCheck;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;

namespace LbController.Protocols.Tests.Bgp.Messages;

public sealed class BgpMessageCodecTests
{
    private static readonly UpdateWire Wire = new(FourOctetAs: true, IsInternal: false);

    private static readonly Gen<NlriPrefix> Ipv4Prefix =
        Gen.Select(Gen.UInt, Gen.Int[0, 32], (bits, length) => new NlriPrefix(AddressFamilyIdentifier.Ipv4, (ulong)bits >> (32 - length) << (32 - length), (byte)length));

    private static readonly Gen<NlriPrefix> Ipv6Prefix =
        Gen.Select(Gen.ULong, Gen.Int[0, 64], (high, length) => new NlriPrefix(AddressFamilyIdentifier.Ipv6, length == 0 ? 0 : (UInt128)(high >> (64 - length) << (64 - length)) << 64, (byte)length));

    private static readonly Gen<UpdateMessage> Update =
        from isIpv6 in Gen.Bool
        from announced in (isIpv6 ? Ipv6Prefix : Ipv4Prefix).Array[1, 20]
        from withdrawn in (isIpv6 ? Ipv6Prefix : Ipv4Prefix).Array[0, 20]
        from path in Gen.UInt.Array[1, 10]
        from communities in Gen.UInt.Array[0, 100]
        from large in Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, (a, b, c) => new LargeCommunity(a, b, c)).Array[0, 30]
        from med in Gen.UInt
        select new UpdateMessage(
            [.. withdrawn],
            new PathAttributes
            {
                AsPath = [new AsPathSegment(IsSet: false, [.. path])],
                NextHop = isIpv6 ? new BgpAddress(AddressFamilyIdentifier.Ipv6, med) : BgpAddress.Ipv4(med),
                Med = med,
                Communities = [.. communities],
                LargeCommunities = [.. large],
            },
            [.. announced]);

    [Fact]
    public void Every_update_survives_the_wire() => Update.Sample(update =>
        BgpMessageCodec.TryDecode(BgpMessageCodec.Encode(update, Wire), Wire, out var decoded, out _) && update.Equals(decoded));

    [Fact]
    public void A_message_cut_at_any_length_is_an_error_and_never_throws()
    {
        foreach (var whole in Samples())
        {
            for (var length = 0; length < whole.Length; length++)
            {
                Assert.False(BgpMessageCodec.TryDecode(whole.AsSpan(0, length), Wire, out _, out var error));
                Assert.NotNull(error);
            }
        }
    }

    [Fact]
    public void Bodies_cut_short_or_with_flipped_bits_never_throw() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5000], Gen.Int[0, 5000], Gen.Bool).Sample((which, a, b, internally) =>
    {
        var bytes = Samples()[which].ToArray();
        var cut = bytes[..(19 + (a % (bytes.Length - 18)))];
        cut[16] = (byte)(cut.Length >> 8);
        cut[17] = (byte)cut.Length;
        var bit = b % (8 * cut.Length);
        cut[bit / 8] ^= (byte)(1 << (bit % 8));
        var isDecoded = BgpMessageCodec.TryDecode(cut, new(internally, internally), out var message, out var error);
        return isDecoded == (message is not null) && isDecoded == (error is null);
    });

    public static TheoryData<string, string, byte, byte> BrokenMessages => new()
    {
        { "a marker that is not all ones", "00" + Marker[2..] + "001304", 1, 1 },
        { "a KEEPALIVE of 20 octets", Marker + "00140400", 1, 2 },
        { "a type that does not exist", Marker + "001309", 1, 3 },
        { "BGP version 3", Marker + "001d0103" + "fc00005a0a00000100", 2, 1 },
        { "an unknown optional parameter", Marker + "001f0104" + "fc00005a0a000001020900", 2, 4 },
        { "attributes longer than the message", Marker + "001702" + "00000005", 3, 1 },
        { "a prefix of 33 bits", Marker + "001c02" + "0000" + "0000" + "21c0000201", 3, 10 },
        { "an unknown well-known attribute", Marker + "001a02" + "0000" + "0003" + "406300", 3, 2 },
    };

    [Theory, MemberData(nameof(BrokenMessages))]
    public void What_is_broken_names_its_notification(string because, string hex, byte code, byte subcode)
    {
        Assert.False(BgpMessageCodec.TryDecode(Convert.FromHexString(hex), Wire, out _, out var error), because);
        Assert.Equal((code, subcode), ((byte)error!.Code, error.Subcode));
    }

    public static TheoryData<string, string, UpdateTreatment> FaultyAttributes => new()
    {
        { "a good route", Origin + EmptyPath + NextHop, UpdateTreatment.Accept },
        { "ORIGIN 3 does not exist", "40010103" + EmptyPath + NextHop, UpdateTreatment.TreatAsWithdraw },
        { "NEXT_HOP is missing", Origin + EmptyPath, UpdateTreatment.TreatAsWithdraw },
        { "an AS_PATH segment without numbers", Origin + "4002020200" + NextHop, UpdateTreatment.TreatAsWithdraw },
        { "ORIGIN claims to be optional", "c0010100" + EmptyPath + NextHop, UpdateTreatment.TreatAsWithdraw },
        { "a community of three octets", Origin + EmptyPath + NextHop + "c00803000001", UpdateTreatment.TreatAsWithdraw },
        { "LOCAL_PREF from an external peer", Origin + EmptyPath + NextHop + "40050400000064", UpdateTreatment.AttributeDiscard },
        { "ATOMIC_AGGREGATE with a value", Origin + EmptyPath + NextHop + "40060100", UpdateTreatment.AttributeDiscard },
        { "ORIGIN twice", Origin + Origin + EmptyPath + NextHop, UpdateTreatment.AttributeDiscard },
        { "an attribute past the end", Origin + EmptyPath + NextHop + "c008ff", UpdateTreatment.TreatAsWithdraw },
        { "an optional attribute that we do not know", Origin + EmptyPath + NextHop + "c0630100", UpdateTreatment.Accept },
    };

    [Theory, MemberData(nameof(FaultyAttributes))]
    public void A_faulty_attribute_is_treated_as_RFC_7606_says(string because, string attributes, UpdateTreatment treatment)
    {
        var body = "0000" + (attributes.Length / 2).ToString("x4") + attributes + "20c0000201";
        var hex = Marker + (19 + (body.Length / 2)).ToString("x4") + "02" + body;
        Assert.True(BgpMessageCodec.TryDecode(Convert.FromHexString(hex), Wire, out var message, out _), because);
        var update = Assert.IsType<UpdateMessage>(message);
        Assert.True(treatment == update.Treatment, because);
        Assert.Equal(treatment == UpdateTreatment.TreatAsWithdraw, update.Withdrawn.Count == 1);
    }

    private const string Marker = "ffffffffffffffffffffffffffffffff";
    private const string Origin = "40010100";
    private const string EmptyPath = "400200";
    private const string NextHop = "4003040a000001";

    private static byte[][] Samples() =>
    [
        BgpMessageCodec.Encode(new OpenMessage(4, 64512, 90, 1, [new BgpCapability.MultiProtocol(BgpFamily.Ipv4Unicast), new BgpCapability.FourOctetAs(70000)]), Wire),
        BgpMessageCodec.Encode(SampleUpdate(BgpAddress.Ipv4(1), new(AddressFamilyIdentifier.Ipv4, 0xc0000201, 32)), Wire),
        BgpMessageCodec.Encode(SampleUpdate(new(AddressFamilyIdentifier.Ipv6, 1), new(AddressFamilyIdentifier.Ipv6, UInt128.One << 64, 64)), Wire),
    ];

    private static UpdateMessage SampleUpdate(BgpAddress nextHop, NlriPrefix prefix) =>
        new([prefix], RouteAttributes.For(70000, isInternal: false, null, [1, 2], [new(1, 2, 3)]) with { NextHop = nextHop }, [prefix]);
}
