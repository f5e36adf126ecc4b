using LbController.Protocols.Bfd;

namespace LbController.Protocols.Tests.Bfd;

/// <summary>RFC 5880, section 6.8, one rule a test.</summary>
public sealed class BfdSessionTests
{
    private static readonly TimeSpan Detection = TimeSpan.FromMilliseconds(900);

    public static TheoryData<BfdState, BfdState, BfdState, BfdDiagnostic, bool> Transitions => new()
    {
        { BfdState.Down, BfdState.AdminDown, BfdState.Down, BfdDiagnostic.None, false },
        { BfdState.Down, BfdState.Down, BfdState.Init, BfdDiagnostic.None, false },
        { BfdState.Down, BfdState.Init, BfdState.Up, BfdDiagnostic.None, false },
        { BfdState.Down, BfdState.Up, BfdState.Down, BfdDiagnostic.None, false },
        { BfdState.Init, BfdState.AdminDown, BfdState.Down, BfdDiagnostic.NeighborSignaledSessionDown, false },
        { BfdState.Init, BfdState.Down, BfdState.Init, BfdDiagnostic.None, false },
        { BfdState.Init, BfdState.Init, BfdState.Up, BfdDiagnostic.None, false },
        { BfdState.Init, BfdState.Up, BfdState.Up, BfdDiagnostic.None, false },
        { BfdState.Up, BfdState.AdminDown, BfdState.Down, BfdDiagnostic.NeighborSignaledSessionDown, false },
        { BfdState.Up, BfdState.Down, BfdState.Down, BfdDiagnostic.NeighborSignaledSessionDown, true },
        { BfdState.Up, BfdState.Init, BfdState.Up, BfdDiagnostic.None, false },
        { BfdState.Up, BfdState.Up, BfdState.Up, BfdDiagnostic.None, false },
        { BfdState.AdminDown, BfdState.Down, BfdState.AdminDown, BfdDiagnostic.AdministrativelyDown, false },
        { BfdState.AdminDown, BfdState.Up, BfdState.AdminDown, BfdDiagnostic.AdministrativelyDown, false },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public void A_packet_moves_the_state_by_the_table(BfdState from, BfdState heard, BfdState to, BfdDiagnostic diagnostic, bool isFailure)
    {
        var harness = new BfdHarness().To(from).Receive(heard);
        Assert.Equal((to, diagnostic), (harness.Session.State, harness.Session.Diagnostic));
        Assert.Equal(isFailure, harness.Change?.IsFailure ?? false);
        if (from != to)
        {
            Assert.Equal(to, harness.Sent[0].State);
        }
    }

    [Theory]
    [InlineData(BfdState.Init, false)]
    [InlineData(BfdState.Up, true)]
    public void Silence_for_the_detection_time_ends_in_Down(BfdState from, bool isFailure)
    {
        var harness = new BfdHarness().To(from);
        harness.After(harness.Session.DetectionTime - TimeSpan.FromTicks(1));
        Assert.Null(harness.Change);
        harness.After(TimeSpan.FromTicks(1));
        Assert.Equal(new BfdSignal.Changed(from, BfdState.Down, isFailure), harness.Change);
        Assert.Equal((BfdDiagnostic.ControlDetectionTimeExpired, 0u), (harness.Sent[^1].Diagnostic, harness.Sent[^1].YourDiscriminator));
    }

    [Theory]
    [InlineData(3, 300_000u, 300, 900)]
    [InlineData(5, 100_000u, 300, 1500)]
    [InlineData(2, 1_000_000u, 50, 2000)]
    [InlineData(255, 50_000u, 50, 12750)]
    public void The_detection_time_is_their_multiplier_and_the_slower_interval(byte multiplier, uint theirTx, int ourRx, int expected)
    {
        var harness = new BfdHarness(new() { RequiredMinRx = TimeSpan.FromMilliseconds(ourRx) });
        harness.Remote = harness.Remote with { DetectMultiplier = multiplier, DesiredMinTx = theirTx };
        Assert.Equal(TimeSpan.FromMilliseconds(expected), harness.To(BfdState.Up).Session.DetectionTime);
    }

    [Theory]
    [InlineData(100, 300_000u, 300)]
    [InlineData(300, 50_000u, 300)]
    [InlineData(50, 60_000u, 60)]
    public void Both_sides_send_no_faster_than_the_other_can_take(int ourTx, uint theirRx, int expected)
    {
        var harness = new BfdHarness(new() { DesiredMinTx = TimeSpan.FromMilliseconds(ourTx) });
        harness.Remote = harness.Remote with { RequiredMinRx = theirRx };
        Assert.Equal(TimeSpan.FromMilliseconds(expected), harness.To(BfdState.Up).Session.TransmitInterval);
    }

    [Fact]
    public void Intervals_are_shortened_by_a_quarter_at_most_and_differ()
    {
        var harness = new BfdHarness(new() { DetectMultiplier = 3 }).To(BfdState.Up);
        var pauses = Pauses(harness, 200, TimeSpan.FromMilliseconds(100));
        Assert.All(pauses, pause => Assert.InRange(pause.TotalMilliseconds, 225, 300.01));
        Assert.True(pauses.Distinct().Count() > 100);
    }

    [Fact]
    public void With_a_multiplier_of_one_a_packet_comes_a_tenth_early_at_least()
    {
        var harness = new BfdHarness(new() { DetectMultiplier = 1 }).To(BfdState.Up);
        Assert.All(Pauses(harness, 200, TimeSpan.FromMilliseconds(100)), pause => Assert.InRange(pause.TotalMilliseconds, 225, 270.01));
    }

    [Fact]
    public void A_session_that_is_not_Up_sends_no_faster_than_once_a_second()
    {
        var harness = new BfdHarness(new() { DesiredMinTx = TimeSpan.FromMilliseconds(50) });
        Assert.Equal(1_000_000u, harness.Sent[0].DesiredMinTx);
        harness.After(TimeSpan.FromSeconds(10));
        Assert.InRange(harness.Sent.Count, 10, 14);
    }

    [Fact]
    public void Coming_Up_polls_until_the_other_side_has_heard_of_the_fast_timers()
    {
        var harness = new BfdHarness(new() { DesiredMinTx = TimeSpan.FromMilliseconds(50) });
        harness.Remote = harness.Remote with { RequiredMinRx = 50_000 };
        harness.Receive(BfdState.Down).Receive(BfdState.Up);
        Assert.Equal((true, 50_000u), (harness.Sent[0].Has(BfdFlags.Poll), harness.Sent[0].DesiredMinTx));
        harness.After(TimeSpan.FromMilliseconds(60));
        Assert.All(harness.Sent, packet => Assert.True(packet.Has(BfdFlags.Poll)));
        harness.Receive(BfdState.Up, BfdFlags.Final).After(TimeSpan.FromMilliseconds(200));
        Assert.NotEmpty(harness.Sent);
        Assert.All(harness.Sent, packet => Assert.False(packet.Has(BfdFlags.Poll)));
    }

    [Theory]
    [InlineData(BfdState.Down)]
    [InlineData(BfdState.Up)]
    public void A_poll_is_answered_at_once_with_Final_and_no_Poll(BfdState at)
    {
        var harness = new BfdHarness().To(at).Receive(at == BfdState.Up ? BfdState.Up : BfdState.AdminDown, BfdFlags.Poll);
        var answer = Assert.Single(harness.Sent);
        Assert.Equal((true, false), (answer.Has(BfdFlags.Final), answer.Has(BfdFlags.Poll)));
    }

    [Fact]
    public void While_Up_slower_sending_and_faster_expecting_wait_for_the_end_of_the_poll()
    {
        var harness = new BfdHarness().To(BfdState.Up).Adjust(new() { DesiredMinTx = TimeSpan.FromSeconds(2), RequiredMinRx = TimeSpan.FromMilliseconds(50) });
        Assert.Equal((TimeSpan.FromMilliseconds(300), Detection), (harness.Session.TransmitInterval, harness.Session.DetectionTime));
        harness.After(TimeSpan.Zero);
        Assert.Equal((true, 2_000_000u, 50_000u), (harness.Sent[0].Has(BfdFlags.Poll), harness.Sent[0].DesiredMinTx, harness.Sent[0].RequiredMinRx));
        harness.Remote = harness.Remote with { DesiredMinTx = 50_000 };
        harness.Receive(BfdState.Up, BfdFlags.Final);
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(150)), (harness.Session.TransmitInterval, harness.Session.DetectionTime));
    }

    [Fact]
    public void While_Up_faster_sending_and_slower_expecting_hold_at_once()
    {
        var harness = new BfdHarness().To(BfdState.Up);
        harness.Remote = harness.Remote with { RequiredMinRx = 50_000 };
        harness.Receive(BfdState.Up).Adjust(new() { DesiredMinTx = TimeSpan.FromMilliseconds(50), RequiredMinRx = TimeSpan.FromSeconds(1) });
        Assert.Equal((TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3)), (harness.Session.TransmitInterval, harness.Session.DetectionTime));
    }

    [Fact]
    public void A_passive_session_says_nothing_before_it_was_spoken_to_nor_after_it_hears_no_more()
    {
        var harness = new BfdHarness(new() { IsPassive = true });
        Assert.Empty(harness.Sent);
        Assert.Empty(harness.After(TimeSpan.FromMinutes(1)).Sent);
        harness.To(BfdState.Up);
        Assert.NotEmpty(harness.After(Detection / 2).Sent);
        harness.After(Detection);
        Assert.Equal(BfdState.Down, harness.Session.State);
        Assert.Empty(harness.After(TimeSpan.FromMinutes(1)).Sent);
    }

    [Theory]
    [InlineData(255, 254, false)]
    [InlineData(255, 255, true)]
    [InlineData(254, 253, false)]
    [InlineData(10, 10, true)]
    public void A_packet_from_too_far_away_is_not_believed(byte least, int timeToLive, bool isBelieved)
    {
        var harness = new BfdHarness(new() { MinimumTimeToLive = least }).Receive(BfdState.Down, timeToLive: timeToLive);
        Assert.Equal(isBelieved ? BfdState.Init : BfdState.Down, harness.Session.State);
        Assert.Equal(isBelieved ? 0 : 1, harness.Session.Counters.TooFar);
    }

    [Fact]
    public void One_that_wants_no_packets_gets_none()
    {
        var harness = new BfdHarness();
        harness.Remote = harness.Remote with { RequiredMinRx = 0 };
        harness.Receive(BfdState.Down).Receive(BfdState.AdminDown).After(TimeSpan.FromMilliseconds(800));
        Assert.Empty(harness.Sent);
    }

    [Fact]
    public void One_in_demand_mode_gets_no_periodic_packets_while_both_are_Up()
    {
        var harness = new BfdHarness().To(BfdState.Up).Receive(BfdState.Up, BfdFlags.Demand).After(TimeSpan.FromMilliseconds(800));
        Assert.Empty(harness.Sent);
    }

    [Fact]
    public void Leaving_is_said_more_than_once_and_ends_all_timers()
    {
        var harness = new BfdHarness().To(BfdState.Up).Leave();
        Assert.Equal([BfdState.AdminDown, BfdState.AdminDown, BfdState.AdminDown], harness.Sent.Select(packet => packet.State));
        Assert.All(harness.Sent, packet => Assert.Equal(BfdDiagnostic.AdministrativelyDown, packet.Diagnostic));
        Assert.False(harness.Change!.IsFailure);
        Assert.Null(harness.Session.NextDeadline);
    }

    [Fact]
    public void The_other_sides_C_bit_is_remembered_when_it_falls_silent()
    {
        var harness = new BfdHarness().To(BfdState.Up).Receive(BfdState.Up, BfdFlags.ControlPlaneIndependent).After(Detection);
        Assert.Equal((BfdState.Down, true), (harness.Session.State, harness.Session.IsRemoteIndependent));
    }

    [Fact]
    public void Ups_downs_and_packets_are_counted()
    {
        var harness = new BfdHarness().To(BfdState.Up).After(Detection);
        var counters = harness.Session.Counters;
        Assert.Equal((1, 1, 3), (counters.Ups, counters.Downs, counters.ControlReceived));
        Assert.True(counters.ControlSent > 4);
    }

    /// <summary>The times between packets while the other side is heard often enough.</summary>
    private static List<TimeSpan> Pauses(BfdHarness harness, int count, TimeSpan step)
    {
        var (pauses, last) = (new List<TimeSpan>(), (TimeSpan?)null);
        while (pauses.Count < count)
        {
            var due = harness.Session.NextDeadline!.Value - harness.Now;
            harness.After(due < step ? due : step);
            if (harness.Sent.Count > 0)
            {
                pauses.AddRange(last is { } before ? [harness.Now - before] : []);
                last = harness.Now;
            }

            harness.Receive(BfdState.Up);
        }

        return pauses;
    }
}
