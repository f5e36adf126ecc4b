using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;

namespace LbController.Protocols.Tests.Bgp.Session;

/// <summary>Connections that the peer opens (RFC 4271, section 6.8). The peer's identifier is 10.0.0.1.</summary>
public sealed class CollisionTests
{
    private const uint Higher = 0x0a000002;
    private const uint Lower = 0x09000000;

    [Fact]
    public void A_stopped_session_refuses_what_is_offered()
    {
        var harness = new SessionHarness().Do(Offer);
        Assert.Equal(new NotificationMessage(6, 5, []), Refusal(harness));
        Assert.Equal(SessionState.Idle, harness.Session.State);
    }

    [Fact]
    public void While_we_dial_the_offered_connection_is_taken_and_the_attempt_given_up()
    {
        var harness = new SessionHarness().Do((s, now) => s.Start(now)).Do(Offer);
        Assert.Collection(
            harness.Last,
            action => Assert.IsType<SessionAction.CloseTransport>(action),
            action => Assert.IsType<SessionAction.TakeOffered>(action),
            action => Assert.IsType<SessionAction.Send>(action));
        Assert.Equal(SessionState.OpenSent, harness.Session.State);
    }

    [Fact]
    public void A_passive_session_never_dials_and_takes_what_is_offered()
    {
        var harness = new SessionHarness(new(64512, 64513, Higher) { IsPassive = true }).Do((s, now) => s.Start(now));
        Assert.Empty(harness.Last);
        harness.Do(Offer).Receive(harness.PeerOpen, new KeepaliveMessage());
        Assert.Equal(SessionState.Established, harness.Session.State);
    }

    public static TheoryData<bool, uint, bool> Collisions => new()
    {
        // the offer comes before the peer's OPEN, our identifier, ours is kept
        { true, Higher, true },
        { true, Lower, false },
        { false, Higher, true },
        { false, Lower, false },
    };

    [Theory, MemberData(nameof(Collisions))]
    public void Of_two_connections_the_one_of_the_higher_identifier_stays(bool offerFirst, uint ourId, bool keepsOurs)
    {
        var harness = new SessionHarness(new(64512, 64513, ourId)).ToOpenSent();
        if (offerFirst)
        {
            harness.Do(Offer);
            Assert.Empty(harness.Last);
            harness.Receive(harness.PeerOpen);
        }
        else
        {
            harness.Receive(harness.PeerOpen).Do(Offer);
        }

        if (keepsOurs)
        {
            Assert.Equal(new NotificationMessage(6, 7, []), Refusal(harness));
            Assert.Equal(SessionState.Established, harness.Receive(new KeepaliveMessage()).Session.State);
            return;
        }

        Assert.Contains(new NotificationMessage(6, 7, []), harness.SentMessages);
        Assert.Contains(harness.Last, action => action is SessionAction.CloseTransport);
        Assert.IsType<OpenMessage>(harness.SentMessages.Last());
        Assert.Equal(SessionState.Established, harness.Receive(harness.PeerOpen, new KeepaliveMessage()).Session.State);
    }

    [Fact]
    public void An_established_session_refuses_another_connection()
    {
        var harness = new SessionHarness().ToEstablished().Do(Offer);
        Assert.Equal(new NotificationMessage(6, 7, []), Refusal(harness));
        Assert.Equal(SessionState.Established, harness.Session.State);
    }

    [Fact]
    public void With_graceful_restart_another_connection_means_that_the_peer_has_started_anew()
    {
        var options = new SessionOptions(64512, 64513, Higher) { RestartTime = TimeSpan.FromSeconds(120) };
        var harness = new SessionHarness(options);
        harness.ToOpenSent().Receive(GracefulPeer.Open(harness), new KeepaliveMessage()).Do(Offer);
        Assert.Empty(harness.SentMessages.OfType<NotificationMessage>());
        Assert.Contains(harness.Last, action => action is SessionAction.CloseTransport);
        Assert.Equal(SessionState.OpenSent, harness.Session.State);
    }

    [Fact]
    public void When_ours_breaks_the_waiting_one_is_taken()
    {
        var harness = new SessionHarness().ToOpenSent().Do(Offer).Do((s, now) => s.TransportClosed("reset", now));
        Assert.Contains(harness.Last, action => action is SessionAction.TakeOffered);
        Assert.Equal(SessionState.OpenSent, harness.Session.State);
    }

    private static IReadOnlyList<SessionAction> Offer(BgpSession session, TimeSpan now) => session.TransportOffered(SessionHarness.Ours, now);

    private static BgpMessage Refusal(SessionHarness harness)
    {
        Assert.True(BgpMessageCodec.TryDecode(Assert.Single(harness.Last.OfType<SessionAction.RefuseOffered>()).Bytes.Span, default, out var message, out _));
        return message!;
    }
}
