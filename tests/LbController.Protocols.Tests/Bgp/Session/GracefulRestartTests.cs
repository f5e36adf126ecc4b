using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;

namespace LbController.Protocols.Tests.Bgp.Session;

public sealed class GracefulRestartTests
{
    private static readonly SessionOptions Graceful = new(64512, 64513, 0x0a000002)
    {
        RestartTime = TimeSpan.FromSeconds(120),
        LongLivedStaleTime = TimeSpan.FromHours(24),
        IsRestarting = true,
    };

    [Fact]
    public void A_restarted_speaker_says_so_and_that_it_went_on_forwarding()
    {
        var open = Assert.IsType<OpenMessage>(Assert.Single(new SessionHarness(Graceful).ToOpenSent().SentMessages));
        Assert.Contains(
            new BgpCapability.GracefulRestart(IsRestarting: true, KeepsOnNotification: true, 120, [new(BgpFamily.Ipv4Unicast, IsForwarding: true)]),
            open.Capabilities);
        Assert.Contains(new BgpCapability.LongLivedGracefulRestart([new(BgpFamily.Ipv4Unicast, IsForwarding: true, 86400)]), open.Capabilities);
    }

    [Fact]
    public void Without_graceful_restart_nothing_of_it_is_offered() =>
        Assert.DoesNotContain(OpenNegotiation.OurOpen(new(1, 2, 3)).Capabilities, c => c is BgpCapability.GracefulRestart or BgpCapability.LongLivedGracefulRestart);

    [Fact]
    public void Detaching_closes_without_a_word_and_does_not_dial_again()
    {
        var harness = new SessionHarness(Graceful).ToEstablished().Do((s, _) => s.Detach("a new process takes over"));
        Assert.Empty(harness.SentMessages);
        Assert.Contains(harness.Last, action => action is SessionAction.CloseTransport);
        Assert.Null(harness.Session.NextDeadline);
    }

    [Theory]
    [InlineData(CeaseSubcode.AdministrativeShutdown, true)]
    [InlineData(CeaseSubcode.PeerDeconfigured, true)]
    [InlineData(CeaseSubcode.AdministrativeReset, false)]
    [InlineData(CeaseSubcode.OtherConfigurationChange, false)]
    public void A_farewell_for_good_is_a_hard_reset_where_the_peer_would_keep_our_routes(CeaseSubcode subcode, bool isHard)
    {
        var harness = new SessionHarness(Graceful);
        harness.ToOpenSent().Receive(GracefulPeer.Open(harness), new KeepaliveMessage()).Do((s, _) => s.Stop(subcode, "bye"));
        var sent = Assert.IsType<NotificationMessage>(Assert.Single(harness.SentMessages));
        Assert.Equal(isHard ? CeaseSubcode.HardReset : subcode, (CeaseSubcode)sent.Subcode);
        if (isHard)
        {
            Assert.Equal((6, (byte)subcode), (sent.Data[0], sent.Data[1]));
        }
    }
}
