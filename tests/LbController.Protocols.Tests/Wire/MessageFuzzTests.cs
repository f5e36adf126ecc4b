using System.Globalization;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;
using LbController.Protocols.Tests.Bgp.Session;

namespace LbController.Protocols.Tests.Wire;

/// <summary>
/// BGP messages with seeded damage, alone and as a stream into a session: no exception, and what is refused says why. <c>make fuzz</c> runs it with
/// more inputs (FUZZ_INPUTS).
/// </summary>
public sealed class MessageFuzzTests
{
    private static readonly long Inputs = long.Parse(Environment.GetEnvironmentVariable("FUZZ_INPUTS") ?? "100000", CultureInfo.InvariantCulture);
    private static readonly UpdateWire Wire = SessionHarness.Wire;

    private static readonly byte[][] Seeds =
    [
        Encode(OpenNegotiation.OurOpen(new(4200000000, 64512, 1)
        {
            Families = [BgpFamily.Ipv4Unicast, BgpFamily.Ipv6Unicast],
            OffersIpv6NextHop = true,
            RestartTime = TimeSpan.FromSeconds(120),
            LongLivedStaleTime = TimeSpan.FromHours(1),
        })),
        Encode(new KeepaliveMessage()),
        Encode(NotificationMessage.Cease(CeaseSubcode.AdministrativeShutdown, "maintenance until six")),
        Encode(new RouteRefreshMessage(BgpFamily.Ipv6Unicast, RouteRefreshMessage.Begin)),
        Encode(new UpdateMessage(
            [],
            RouteAttributes.For(64512, isInternal: false, null, [0xfde80064], [new(65000, 1, 2)], prepend: 2) with
            {
                NextHop = BgpAddress.Ipv4(0x0a000001),
                Med = 7,
                ExtendedCommunities = [0x4004_fde8_4640_0000],
            },
            [new(AddressFamilyIdentifier.Ipv4, 0xc0000200, 24), new(AddressFamilyIdentifier.Ipv4, 0xc0000301, 32)])),
        Encode(UpdateMessage.EndOf(BgpFamily.Ipv6Unicast)),
    ];

    [Fact]
    public void No_message_makes_the_BGP_decoder_throw()
    {
        var (random, accepted) = (new Random(7), 0L);
        for (long i = 0; i < Inputs; i++)
        {
            var message = Damage(random, Seeds[random.Next(Seeds.Length)]);
            var wire = new UpdateWire(random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0);
            if (BgpMessageCodec.TryDecode(message, wire, out _, out var error))
            {
                accepted++;
            }
            else
            {
                Assert.NotEqual("", error!.Explanation);
            }
        }

        Assert.InRange(accepted, 1, Inputs - 1);
    }

    [Fact]
    public void No_stream_makes_a_session_throw_or_answer_without_end()
    {
        var random = new Random(8);
        for (long i = 0; i < Inputs / 50; i++)
        {
            var harness = new SessionHarness().To((SessionState)random.Next((int)SessionState.OpenSent, (int)SessionState.Established + 1));
            for (var message = 0; message < 4; message++)
            {
                var bytes = Damage(random, Seeds[random.Next(Seeds.Length)]);
                harness.Do((session, now) => session.Received(bytes, now));
                Assert.InRange(harness.Last.Count, 0, 16);
            }
        }
    }

    private static byte[] Encode(BgpMessage message) => BgpMessageCodec.Encode(message, Wire);

    /// <summary>A copy with up to four bytes changed, cut or made longer, its header's length mended three times out of four.</summary>
    private static byte[] Damage(Random random, byte[] seed)
    {
        var length = random.Next(4) == 0 ? random.Next(19, 4097) : seed.Length;
        var bytes = new byte[length];
        seed.AsSpan(0, Math.Min(length, seed.Length)).CopyTo(bytes);
        for (var changes = random.Next(5); changes > 0; changes--)
        {
            bytes[random.Next(length)] = (byte)random.Next(256);
        }

        if (random.Next(4) > 0)
        {
            bytes.AsSpan(0, 16).Fill(0xff);
            (bytes[16], bytes[17]) = ((byte)(length >> 8), (byte)length);
        }

        return bytes;
    }
}
