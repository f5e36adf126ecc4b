using System.Diagnostics;
using System.Net.Sockets;
using LbController.Interop.Tests.Lab;
using LbController.Lab.Bench.L2;
using LbController.Lab.Network;
using LbController.Lab.Processes;
using static LbController.Interop.Tests.Lab.LabFixture;

namespace LbController.Interop.Tests.L2;

/// <summary>
/// Frames that are cut, malformed, spoofed or too long, as fast as a thread can send them to every host of the segment: dropped, counted by
/// reason, and without effect on answers. (A flood may fill queues of the kernel before heartbeats reach any speaker: what moves then loses nothing.)
/// </summary>
[Collection(L2Collection.Name)]
public sealed class FloodTests(L2Fixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    [Theory]
    [Trait("speed", "long")]
    [InlineData(BadFrame.ArpCut, "lbcontroller_layer2_frames_dropped_total{protocol=\"arp\",reason=\"TooShort\"")]
    [InlineData(BadFrame.ArpOtherHardware, "lbcontroller_layer2_frames_dropped_total{protocol=\"arp\",reason=\"WrongHardware\"")]
    [InlineData(BadFrame.ArpUnknownOperation, "lbcontroller_layer2_frames_dropped_total{protocol=\"arp\",reason=\"UnknownOperation\"")]
    [InlineData(BadFrame.NdpCut, "lbcontroller_layer2_frames_dropped_total{protocol=\"ndp\",reason=\"TooShort\"")]
    [InlineData(BadFrame.NdpChecksum, "lbcontroller_layer2_frames_dropped_total{protocol=\"ndp\",reason=\"WrongChecksum\"")]
    [InlineData(BadFrame.NdpFromAfar, "lbcontroller_layer2_frames_dropped_total{protocol=\"ndp\",reason=\"HopLimitNot255\"")]
    [InlineData(BadFrame.HeartbeatCut, "lbcontroller_liveness_datagrams_dropped_total{reason=\"WrongLength\"")]
    [InlineData(BadFrame.HeartbeatTooLong, "lbcontroller_liveness_datagrams_dropped_total{reason=\"WrongLength\"")]
    [InlineData(BadFrame.HeartbeatNoise, "lbcontroller_liveness_datagrams_dropped_total{reason=\"NotAHeartbeat\"")]
    [InlineData(BadFrame.HeartbeatSpoofed, "lbcontroller_liveness_datagrams_dropped_total{reason=\"WrongSeal\"")]
    public async Task A_flood_is_counted_and_stops_no_answer(BadFrame kind, string counted)
    {
        var owner = await fixture.OwnerAsync();
        using var probes = new ProbeStream(fixture.Client, [fixture.Vip], 1000);
        await Eventually.TrueAsync(() => Task.FromResult(probes.IsAnswered(200)), Patience, "probes are answered", Cancel);
        var (drops, changes) = (await fixture.SumAsync(counted), await fixture.ChangesAsync());
        var mark = probes.Mark;
        var sent = Flood(BadFrames.Make(kind, owner, fixture.Vip, fixture.Vip6));
        var (lost, probed) = (probes.Lost(mark), probes.Mark - mark);
        var dropped = await fixture.SumAsync(counted) - drops;
        var moved = changes == await fixture.ChangesAsync() ? "nothing moved" : $"moved: {await fixture.ChangesAsync()}, before: {changes}";
        output.WriteLine($"{kind}: {sent / Length.TotalSeconds:0} frames/s, {dropped:0} of {sent} x 3 counted as dropped, {lost} of {probed} probes lost, {moved}");
        Assert.True(dropped > 0, $"nothing counted as {counted}");
        await fixture.OwnerAsync();
        Assert.Equal("nothing moved", moved);
        Assert.InRange(lost, 0, probed / 100);
    }

    /// <returns>How many frames were sent.</returns>
    private int Flood(byte[] frame)
    {
        const ushort NothingHeard = 0x88b5;
        using var socket = new FrameSocket(fixture.Lab.Plan.Router, "eth0", NothingHeard);
        var sent = 0;
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Length; sent++)
        {
            try
            {
                socket.Send(frame);
            }
            catch (SocketException full) when (full.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
            {
                Thread.Yield();
            }
        }

        return sent;
    }
}
