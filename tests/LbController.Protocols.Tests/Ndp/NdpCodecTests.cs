using System.Buffers.Binary;
using LbController.Protocols.Ndp;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Tests.Ndp;

public sealed class NdpCodecTests
{
    private static readonly MacAddress A = new(0x0200_0000_000a);
    private static readonly MacAddress B = new(0x0200_0000_000b);
    private static readonly UInt128 AddressA = new(0x2001_0db8_0000_0000, 0xa);
    private static readonly UInt128 AddressB = new(0x2001_0db8_0000_0000, 0xb);
    private static readonly UInt128 GroupOfB = new(0xff02_0000_0000_0000, 0x0000_0001_ff00_000b);
    private static readonly MacAddress GroupMacOfB = new(0x3333_ff00_000b);

    [Fact]
    public void A_solicitation_of_Linux_is_read() => Assert.Equal(
        new NdpMessage(GroupMacOfB, A, AddressA, GroupOfB, NdpType.NeighborSolicitation, NdpFlags.None, AddressB, A), Decode(NdpVectors.Solicitation));

    [Fact]
    public void A_probe_of_Linux_with_a_nonce_is_read() => Assert.Equal(
        NdpMessage.Probe(AddressB, B), Decode(NdpVectors.Probe));

    [Fact]
    public void An_advertisement_of_Linux_is_what_we_would_answer()
    {
        var answer = new byte[NdpCodec.MostBytes];
        Assert.Equal(answer.Length, NdpCodec.Encode(NdpMessage.AnswerTo(Decode(NdpVectors.Solicitation), B), answer));
        Assert.Equal(NdpVectors.Advertisement, answer);
    }

    [Fact]
    public void A_message_without_options_is_read()
    {
        var message = Decode(NdpVectors.BareAdvertisement);
        Assert.Null(message.LinkAddress);
        Assert.Equal(NdpFlags.Solicited, message.Flags);
    }

    [Fact]
    public void What_is_encoded_is_decoded_again()
    {
        foreach (var message in (NdpMessage[])[NdpMessage.Probe(AddressB, A), NdpMessage.Unsolicited(AddressB, A), Decode(NdpVectors.Solicitation)])
        {
            var frame = new byte[NdpCodec.MostBytes];
            Assert.Equal(message, Decode(frame.AsSpan(0, NdpCodec.Encode(message, frame))));
        }
    }

    [Fact]
    public void Padding_behind_the_packet_is_not_part_of_it()
    {
        byte[] padded = [.. NdpVectors.BareAdvertisement, 0, 0, 0, 0];
        Assert.Equal(Decode(NdpVectors.BareAdvertisement), Decode(padded));
    }

    [Fact]
    public void A_frame_cut_at_any_length_is_refused_without_an_exception()
    {
        foreach (var frame in NdpVectors.All)
        {
            for (var length = 0; length < frame.Length; length++)
            {
                Assert.Equal(NdpError.TooShort, ErrorOf(frame.AsSpan(0, length)));
            }
        }
    }

    [Fact]
    public void A_flipped_bit_behind_the_Ethernet_header_is_noticed_where_the_standard_says_so()
    {
        // Traffic class and flow label are no part of the checksum and mean nothing here.
        foreach (var frame in NdpVectors.All)
        {
            for (var bit = 8 * 18; bit < 8 * frame.Length; bit++)
            {
                var flipped = frame.ToArray();
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.NotEqual(NdpError.None, ErrorOf(flipped));
            }
        }
    }

    public static TheoryData<string, Action<byte[]>, NdpError> Faults => new()
    {
        { "another EtherType", frame => frame[13] = 0, NdpError.NotIpv6 },
        { "IP version 4", frame => frame[14] = 0x40, NdpError.NotIpv6 },
        { "hop-by-hop options first", frame => frame[20] = 0, NdpError.NotIcmpv6 },
        { "forwarded by a router", frame => frame[21] = 254, NdpError.HopLimitNot255 },
        { "a length beyond the frame", frame => frame[19] = 33, NdpError.TooShort },
        { "a length without a target", frame => frame[19] = 23, NdpError.TooShort },
        { "another type", Rewritten(frame => frame[54] = 133), NdpError.NotNdp },
        { "a code", Rewritten(frame => frame[55] = 1), NdpError.NotNdp },
        { "a multicast source", Rewritten(frame => frame[22] = 0xff), NdpError.MulticastSource },
        { "a multicast target", Rewritten(frame => frame[62] = 0xff), NdpError.MulticastTarget },
        { "an option of length 0", Rewritten(frame => frame[79] = 0), NdpError.OptionWithoutLength },
        { "an unknown option of length 0", Rewritten(frame => (frame[78], frame[79]) = (77, 0)), NdpError.OptionWithoutLength },
        { "an option beyond the message", Rewritten(frame => frame[79] = 2), NdpError.OptionTooLong },
        { "a probe with a link-layer address", Rewritten(frame => frame.AsSpan(22, 16).Clear()), NdpError.ProbeWithLinkAddress },
        { "a probe to all nodes", Rewritten(frame => { frame.AsSpan(22, 16).Clear(); frame[49] = 0; }), NdpError.ProbeToWrongGroup },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_rule_of_validity_has_its_reason(string because, Action<byte[]> spoil, NdpError expected)
    {
        var frame = NdpVectors.Solicitation.ToArray();
        spoil(frame);
        Assert.True(expected == ErrorOf(frame), $"{because}: {ErrorOf(frame)}");
    }

    [Fact]
    public void An_advertisement_to_a_group_is_not_solicited()
    {
        var frame = new byte[NdpCodec.MostBytes];
        NdpCodec.Encode(NdpMessage.Unsolicited(AddressB, B) with { Flags = NdpFlags.Solicited }, frame);
        Assert.Equal(NdpError.SolicitedToGroup, ErrorOf(frame));
    }

    [Fact]
    public void A_link_layer_address_of_sixteen_bytes_is_not_Ethernet()
    {
        byte[] frame = [.. NdpVectors.Solicitation, 0, 0, 0, 0, 0, 0, 0, 0];
        Rewritten(f => (f[19], f[79]) = (40, 2))(frame);
        Assert.Equal(NdpError.WrongLinkAddress, ErrorOf(frame));
    }

    [Fact]
    public void Unknown_options_are_passed_over()
    {
        byte[] frame = [.. NdpVectors.Solicitation, 14, 1, 1, 2, 3, 4, 5, 6];
        Rewritten(f => f[19] = 40)(frame);
        Assert.Equal(A, Decode(frame).LinkAddress);
    }

    private static NdpMessage Decode(ReadOnlySpan<byte> frame)
    {
        Assert.True(NdpCodec.TryDecode(frame, out var message, out var error), error.ToString());
        return message;
    }

    private static NdpError ErrorOf(ReadOnlySpan<byte> frame)
    {
        NdpCodec.TryDecode(frame, out _, out var error);
        return error;
    }

    /// <summary>Changes a frame and makes its checksum right again, by the plain rule of RFC 1071.</summary>
    private static Action<byte[]> Rewritten(Action<byte[]> change) => frame =>
    {
        change(frame);
        frame[56] = frame[57] = 0;
        long sum = 58 + (frame.Length - 54);
        for (var at = 22; at < frame.Length; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(at));
        }

        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(56), (ushort)~((sum % 65535) == 0 ? 65535 : sum % 65535));
    };
}
