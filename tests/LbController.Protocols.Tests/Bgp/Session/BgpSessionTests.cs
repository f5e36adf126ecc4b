using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;

namespace LbController.Protocols.Tests.Bgp.Session;

public sealed class BgpSessionTests
{
    private static readonly NlriPrefix Prefix = new(AddressFamilyIdentifier.Ipv4, 0xc0000201, 32);
    private static readonly PathAttributes Attributes = RouteAttributes.For(64512, isInternal: false, null, [], []);

    public static TheoryData<SessionState> WithTransport => [SessionState.OpenSent, SessionState.OpenConfirm, SessionState.Established];

    [Fact]
    public void A_session_comes_up_and_tells_what_was_agreed()
    {
        var harness = new SessionHarness().ToOpenConfirm();
        Assert.IsType<KeepaliveMessage>(Assert.Single(harness.SentMessages));
        harness.Receive(new KeepaliveMessage());
        var negotiated = Assert.Single(harness.Last.OfType<SessionAction.BecameEstablished>()).Negotiated;
        Assert.Equal((64513u, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(30)), (negotiated.PeerAs, negotiated.HoldTime, negotiated.KeepaliveTime));
        Assert.Equal(UpdateMessage.EndOf(BgpFamily.Ipv4Unicast), Assert.Single(harness.SentMessages));
    }

    [Fact]
    public void Routes_wanted_before_the_session_are_sent_with_our_end_as_next_hop_and_again_in_the_next_session()
    {
        var harness = new SessionHarness().Do((s, now) => s.Advertise(new Dictionary<NlriPrefix, PathAttributes> { [Prefix] = Attributes }, now));
        Assert.Empty(harness.Last);
        for (var round = 0; round < 2; round++)
        {
            harness.ToEstablished();
            var update = Assert.IsType<UpdateMessage>(harness.SentMessages.First());
            Assert.Equal(Prefix, Assert.Single(update.Announced));
            Assert.Equal(BgpAddress.Ipv4(0x0a000002), update.Attributes!.NextHop);
            harness.Do((s, _) => s.Stop(CeaseSubcode.AdministrativeReset, "test"));
            Assert.Empty(harness.Session.Sent);
        }
    }

    [Fact]
    public void A_route_no_longer_wanted_is_withdrawn_and_an_equal_set_sends_nothing()
    {
        var wanted = new Dictionary<NlriPrefix, PathAttributes> { [Prefix] = Attributes };
        var harness = new SessionHarness().ToEstablished().Do((s, now) => s.Advertise(wanted, now));
        harness.Do((s, now) => s.Advertise(wanted, now));
        Assert.Empty(harness.Last);
        harness.Do((s, now) => s.Change([new(Prefix, null)], now));
        Assert.Equal(Prefix, Assert.Single(Assert.IsType<UpdateMessage>(Assert.Single(harness.SentMessages)).Withdrawn));
    }

    [Theory, MemberData(nameof(WithTransport))]
    public void Silence_for_the_hold_time_ends_the_session_with_a_notification(SessionState state)
    {
        var harness = new SessionHarness().To(state);
        var hold = state == SessionState.OpenSent ? BgpSession.OpenHoldTime : TimeSpan.FromSeconds(90);
        // The keepalive deadline, which falls before, is taken first: time moves in steps as a driver's would.
        for (var left = hold; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(30))
        {
            Assert.Equal(state, harness.Session.State);
            harness.After(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(new NotificationMessage(4, 0, []), harness.Down?.Notification);
        Assert.Equal(SessionState.Idle, harness.Session.State);
    }

    [Fact]
    public void We_send_a_keepalive_every_third_of_the_hold_time()
    {
        var harness = new SessionHarness().ToEstablished();
        harness.After(TimeSpan.FromSeconds(29.9));
        Assert.Empty(harness.Last);
        harness.After(TimeSpan.FromSeconds(0.1));
        Assert.IsType<KeepaliveMessage>(Assert.Single(harness.SentMessages));
    }

    [Fact]
    public void A_hold_time_of_zero_means_no_timers()
    {
        var harness = new SessionHarness().ToOpenSent();
        harness.Receive(harness.PeerOpen with { HoldTime = 0 }, new KeepaliveMessage());
        Assert.Equal(SessionState.Established, harness.Session.State);
        Assert.Null(harness.Session.NextDeadline);
    }

    public static TheoryData<string, ushort, uint, ushort, byte> BadOpens => new()
    {
        // because, AS, identifier, hold time, subcode
        { "the AS is not the configured one", 64999, 1, 90, 2 },
        { "an identifier of zero is nobody's", 64513, 0, 90, 3 },
        { "a hold time of one second is not allowed", 64513, 1, 1, 6 },
        { "a hold time of two seconds is not allowed", 64513, 1, 2, 6 },
    };

    [Theory, MemberData(nameof(BadOpens))]
    public void A_bad_OPEN_is_refused(string because, ushort peerAs, uint identifier, ushort hold, byte subcode)
    {
        var harness = new SessionHarness().ToOpenSent().Receive(new OpenMessage(4, peerAs, hold, identifier, []));
        Assert.True(harness.Down?.Notification is { Code: 2 } sent && sent.Subcode == subcode, because);
        Assert.Equal(harness.Down!.Reason, harness.Session.LastError);
        Assert.Contains(harness.SentMessages, m => m is NotificationMessage);
        Assert.Contains(harness.Last, action => action is SessionAction.CloseTransport);
    }

    [Theory]
    [InlineData(SessionState.OpenSent, 1)]
    [InlineData(SessionState.OpenConfirm, 2)]
    [InlineData(SessionState.Established, 3)]
    public void A_message_out_of_turn_is_an_error_of_the_state_machine(SessionState state, byte subcode)
    {
        var harness = new SessionHarness().To(state);
        BgpMessage wrong = state == SessionState.OpenSent ? new KeepaliveMessage() : harness.PeerOpen;
        harness.Receive(wrong);
        Assert.Equal(new NotificationMessage(5, subcode, []), harness.Down?.Notification);
    }

    [Theory, MemberData(nameof(WithTransport))]
    public void A_lost_connection_and_a_notification_and_a_stop_end_every_state(SessionState state)
    {
        var lost = new SessionHarness().To(state).Do((s, now) => s.TransportClosed("reset", now));
        Assert.Contains("reset", lost.Down?.Reason);
        Assert.DoesNotContain(lost.Last, action => action is SessionAction.CloseTransport);

        var told = new SessionHarness().To(state).Receive(new NotificationMessage(6, 5, []));
        Assert.Contains("connection rejected (6/5)", told.Down?.Reason);
        Assert.Empty(told.SentMessages);

        var stopped = new SessionHarness().To(state).Do((s, _) => s.Stop(CeaseSubcode.AdministrativeShutdown, "leaving"));
        var cease = Assert.IsType<NotificationMessage>(Assert.Single(stopped.SentMessages));
        Assert.Equal((6, 2, "leaving"), (cease.Code, cease.Subcode, cease.Words));
        Assert.Null(stopped.Session.NextDeadline);
    }

    [Fact]
    public void Attempts_pause_longer_and_longer_up_to_the_limit_also_after_refusals()
    {
        var harness = new SessionHarness(new(64512, 64513, 1) { ConnectRetry = TimeSpan.FromSeconds(10), JitterSeed = 7 }).Do((s, now) => s.Start(now));
        double[] longest = [0, 1, 2, 4, 8, 10, 10];
        for (var i = 0; i < longest.Length; i++)
        {
            harness = i % 2 == 0
                ? harness.Do((s, now) => s.TransportClosed("refused", now))
                : harness.Do((s, now) => s.TransportOpened(SessionHarness.Ours, now)).Receive(new NotificationMessage(6, 5, []));
            var pause = harness.Session.NextDeadline!.Value - harness.Now;
            Assert.InRange(pause.TotalSeconds, 0.75 * longest[i], longest[i]);
            Assert.Empty(harness.Do((s, now) => i == 0 ? [] : s.Start(now)).Last);
            Assert.IsType<SessionAction.OpenTransport>(Assert.Single(harness.After(pause).Last));
        }
    }

    [Fact]
    public void An_attempt_that_hangs_is_given_up()
    {
        var harness = new SessionHarness().Do((s, now) => s.Start(now)).After(TimeSpan.FromSeconds(10));
        Assert.IsType<SessionAction.CloseTransport>(harness.Last[0]);
        Assert.Equal(SessionState.Active, harness.Session.State);
    }

    [Fact]
    public void Bytes_cut_anywhere_bring_the_session_up_all_the_same()
    {
        var harness = new SessionHarness().ToOpenSent();
        BgpMessage[] messages = [harness.PeerOpen, new KeepaliveMessage(), UpdateMessage.EndOf(BgpFamily.Ipv4Unicast)];
        foreach (var octet in messages.SelectMany(m => BgpMessageCodec.Encode(m, SessionHarness.Wire)))
        {
            harness.Do((s, now) => s.Received(new[] { octet }, now));
        }

        Assert.Equal(SessionState.Established, harness.Session.State);
    }

    [Fact]
    public void Routes_of_the_peer_are_counted()
    {
        var harness = new SessionHarness().ToEstablished();
        harness.Receive(new UpdateMessage([], Attributes with { NextHop = BgpAddress.Ipv4(1) }, [Prefix]), new UpdateMessage([Prefix], null, []));
        Assert.Equal((2, 1), (harness.Session.Counters.UpdatesReceived, harness.Session.Counters.RoutesReceived));
    }

    public static TheoryData<SessionState, BgpMessage?, bool> SecondSessions => new()
    {
        { SessionState.OpenSent, null, true },
        { SessionState.OpenSent, new NotificationMessage(6, 5, []), true },
        { SessionState.OpenConfirm, new NotificationMessage(6, 7, []), true },
        { SessionState.OpenConfirm, null, false },
        { SessionState.OpenSent, new NotificationMessage(2, 2, []), false },
        { SessionState.Established, new NotificationMessage(6, 7, []), false },
    };

    /// <summary>A null means that the connection ends without a word.</summary>
    [Theory, MemberData(nameof(SecondSessions))]
    public void A_router_that_does_not_want_us_may_have_a_session_with_this_node_already(SessionState state, BgpMessage? said, bool isThought)
    {
        var harness = new SessionHarness().To(state);
        harness = said is null ? harness.Do((s, now) => s.TransportClosed("", now)) : harness.Receive(said);
        Assert.Equal(isThought, harness.Session.LastError.Contains("perhaps it has no neighbour 10.0.0.2, or a session with that address already", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refresh_sends_the_table_again()
    {
        var harness = new SessionHarness().ToEstablished().Do((s, now) => s.Change([new(Prefix, Attributes)], now));
        harness.Receive(new RouteRefreshMessage(BgpFamily.Ipv4Unicast, 0));
        Assert.Equal(
            [new RouteRefreshMessage(BgpFamily.Ipv4Unicast, RouteRefreshMessage.Begin), new RouteRefreshMessage(BgpFamily.Ipv4Unicast, RouteRefreshMessage.End)],
            harness.SentMessages.OfType<RouteRefreshMessage>());
        Assert.Equal(Prefix, Assert.Single(Assert.Single(harness.SentMessages.OfType<UpdateMessage>()).Announced));
        Assert.IsType<UpdateMessage>(harness.SentMessages.ElementAt(1));
    }
}
