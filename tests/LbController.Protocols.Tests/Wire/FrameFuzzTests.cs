using System.Globalization;
using LbController.Protocols.Arp;
using LbController.Protocols.Bfd;
using LbController.Protocols.Ndp;
using LbController.Protocols.Tests.Ndp;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Tests.Wire;

/// <summary>
/// Real frames with seeded damage, and noise: no exception, no allocation. <c>make fuzz</c> runs it with more inputs (FUZZ_INPUTS).
/// </summary>
public sealed class FrameFuzzTests
{
    private static readonly long Inputs = long.Parse(Environment.GetEnvironmentVariable("FUZZ_INPUTS") ?? "200000", CultureInfo.InvariantCulture);

    [Fact]
    public void No_frame_makes_the_NDP_decoder_throw_or_allocate() => Try(
        [.. NdpVectors.All],
        frame =>
        {
            if (NdpCodec.TryDecode(frame, out var message, out var error))
            {
                Span<byte> answer = stackalloc byte[NdpCodec.MostBytes];
                NdpResponder.Respond(message, new MacAddress(1), default(Everything), answer, out _);
            }

            return error == NdpError.None;
        });

    [Fact]
    public void No_frame_makes_the_ARP_decoder_throw_or_allocate()
    {
        var request = new byte[60];
        ArpCodec.Encode(new(MacAddress.Broadcast, new(2), ArpOperation.Request, new(2), 1, default, 3), request);
        Try([request], frame => ArpCodec.TryDecode(frame, out _, out _));
    }

    [Fact]
    public void No_datagram_makes_the_BFD_decoder_throw_or_allocate()
    {
        var packet = new byte[BfdPacketCodec.PacketSize];
        BfdPacketCodec.Encode(new(BfdDiagnostic.None, BfdState.Up, BfdFlags.Poll, 3, 1, 2, 300_000, 300_000, 0), packet);
        Try([packet], datagram => BfdPacketCodec.TryDecode(datagram, out _, out _));
    }

    private static void Try(byte[][] seeds, FrameTrial trial)
    {
        var random = new Random(5);
        var frame = new byte[2048];
        seeds[0].CopyTo(frame, 0);
        trial(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        long accepted = 0;
        for (long i = 0; i < Inputs; i++)
        {
            accepted += trial(frame.AsSpan(0, Damage(random, seeds[random.Next(seeds.Length)], frame))) ? 1 : 0;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.InRange(accepted, 1, Inputs);
    }

    /// <summary>A copy of a seed with up to three bytes changed, cut or made longer; one in sixteen is noise.</summary>
    private static int Damage(Random random, byte[] seed, byte[] into)
    {
        var length = random.Next(4) == 0 ? random.Next(into.Length) : seed.Length;
        if (random.Next(16) == 0)
        {
            random.NextBytes(into.AsSpan(0, length));
            return length;
        }

        seed.AsSpan(0, Math.Min(length, seed.Length)).CopyTo(into);
        for (var changes = random.Next(4); changes > 0 && length > 0; changes--)
        {
            into[random.Next(length)] = (byte)random.Next(256);
        }

        return length;
    }

    private delegate bool FrameTrial(ReadOnlySpan<byte> frame);

    private readonly struct Everything : IAnsweredTargets
    {
        public bool Answers(UInt128 target) => true;
    }
}
