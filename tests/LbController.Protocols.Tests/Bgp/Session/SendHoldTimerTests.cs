using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;

namespace LbController.Protocols.Tests.Bgp.Session;

/// <summary>A peer that speaks but does not read (RFC 9687). It is kept alive by its own KEEPALIVEs.</summary>
public sealed class SendHoldTimerTests
{
    [Theory]
    [InlineData(90, 480)]
    [InlineData(300, 600)]
    public void A_peer_that_takes_nothing_loses_the_session_after_eight_minutes_or_twice_the_hold_time(int hold, int expected)
    {
        var harness = Stalled(hold);
        Pass(harness, expected - 1);
        Assert.Equal(SessionState.Established, harness.Session.State);
        Pass(harness, 1);
        Assert.Equal(new NotificationMessage(8, 0, []), harness.Down?.Notification);
        Assert.Contains($"taken nothing of what it was sent for {expected} s in Established", harness.Session.LastError);
        Assert.Equal(SessionState.Idle, harness.Session.State);
    }

    [Fact]
    public void One_that_takes_bytes_again_is_forgiven_and_the_time_begins_anew()
    {
        var harness = Stalled(90);
        Pass(harness, 470);
        harness.Session.TransportStalled(isStalled: false, harness.Now);
        Pass(harness, 60);
        harness.Session.TransportStalled(isStalled: true, harness.Now);
        Pass(harness, 479);
        Assert.Equal(SessionState.Established, harness.Session.State);
    }

    [Fact]
    public void Being_told_again_does_not_prolong_it()
    {
        var harness = Stalled(90);
        Pass(harness, 400);
        harness.Session.TransportStalled(isStalled: true, harness.Now);
        Pass(harness, 80);
        Assert.Equal(SessionState.Idle, harness.Session.State);
    }

    [Fact]
    public void Without_hold_time_there_is_no_send_hold_time_either()
    {
        var harness = new SessionHarness().ToOpenSent();
        harness.Receive(harness.PeerOpen with { HoldTime = 0 }, new KeepaliveMessage());
        harness.Session.TransportStalled(isStalled: true, harness.Now);
        Assert.Null(harness.Session.NextDeadline);
    }

    private static SessionHarness Stalled(int hold)
    {
        var harness = new SessionHarness(new(64512, 64513, 0x0a000002) { HoldTime = TimeSpan.FromSeconds(hold) }).ToOpenSent();
        harness.Receive(harness.PeerOpen with { HoldTime = (ushort)hold }, new KeepaliveMessage());
        harness.Session.TransportStalled(isStalled: true, harness.Now);
        return harness;
    }

    /// <summary>Second by second, with a KEEPALIVE of the peer in each.</summary>
    private static void Pass(SessionHarness harness, int seconds)
    {
        for (var second = 0; second < seconds && harness.Session.State == SessionState.Established; second++)
        {
            harness.Receive(new KeepaliveMessage()).After(TimeSpan.FromSeconds(1));
            while (harness.Session.State == SessionState.Established && harness.Session.NextDeadline <= harness.Now)
            {
                harness.Do((session, now) => session.Tick(now));
            }
        }
    }
}
