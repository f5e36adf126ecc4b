using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;

namespace LbController.Protocols.Tests.Bgp.Session;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData(64513u, true)]
    [InlineData(70000u, true)]
    [InlineData(64512u, false)]
    [InlineData(0u, false)]
    public void An_external_peer_of_any_AS_may_have_every_one_but_ours(uint peerAs, bool isAccepted)
    {
        var harness = new SessionHarness(new(64512, 0, 1)).ToOpenSent();
        harness.Receive(new OpenMessage(4, (ushort)Math.Min(peerAs, OpenMessage.AsTrans), 90, 9, [new BgpCapability.FourOctetAs(peerAs)]));
        Assert.Equal(isAccepted, harness.Session.State == SessionState.OpenConfirm);
        Assert.Equal(isAccepted ? null : (byte)2, harness.Down?.Notification?.Subcode);
    }

    [Fact]
    public void A_peer_without_a_family_of_ours_is_told_which_one_is_missing()
    {
        var harness = new SessionHarness().ToOpenSent();
        harness.Receive(harness.PeerOpen with { Capabilities = [new BgpCapability.MultiProtocol(BgpFamily.Ipv6Unicast)] });
        Assert.Equal((2, 7), (harness.Down!.Notification!.Code, harness.Down.Notification.Subcode));
        Assert.Equal([1, 4, 0, 1, 0, 1], harness.Down.Notification.Data.ToArray());
        Assert.Contains("the peer offers ipv6-unicast, we need ipv4-unicast", harness.Down.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_capability_that_the_peer_refuses_is_left_out_the_next_time()
    {
        var harness = new SessionHarness().ToOpenSent().Receive(new NotificationMessage(2, 7, [BgpCapability.ExtendedMessageCode, 0]));
        harness.After(TimeSpan.Zero).Do((s, now) => s.TransportOpened(SessionHarness.Ours, now));
        var open = Assert.IsType<OpenMessage>(Assert.Single(harness.SentMessages));
        Assert.DoesNotContain(open.Capabilities, c => c is BgpCapability.ExtendedMessage);
        Assert.Contains(open.Capabilities, c => c is BgpCapability.MultiProtocol);
    }

    [Fact]
    public void A_peer_that_knows_no_capabilities_at_all_gets_none()
    {
        var harness = new SessionHarness().ToOpenSent().Receive(new NotificationMessage(2, 4, []));
        harness.After(TimeSpan.Zero).Do((s, now) => s.TransportOpened(SessionHarness.Ours, now));
        Assert.Empty(Assert.IsType<OpenMessage>(Assert.Single(harness.SentMessages)).Capabilities);
        harness.Receive(new OpenMessage(4, 64513, 90, 0x0a000001, []), new KeepaliveMessage());
        Assert.Equal(SessionState.Established, harness.Session.State);
        Assert.False(harness.Session.Negotiated!.Wire.FourOctetAs);
    }

    [Fact]
    public void A_long_message_is_taken_only_where_it_is_agreed_on()
    {
        foreach (var isAgreed in new[] { true, false })
        {
            var harness = new SessionHarness().ToOpenSent();
            var capabilities = harness.PeerOpen.Capabilities.Where(c => isAgreed || c is not BgpCapability.ExtendedMessage).ToArray();
            harness.Receive(harness.PeerOpen with { Capabilities = [.. capabilities] }, new KeepaliveMessage());
            var large = Enumerable.Range(0, 900).Select(i => new LargeCommunity(1, 2, (uint)i));
            var update = new UpdateMessage([], RouteAttributes.For(64513, false, null, [], large) with { NextHop = BgpAddress.Ipv4(1) }, [new(AddressFamilyIdentifier.Ipv4, 0, 0)]);
            harness.Do((s, now) => s.Received(BgpMessageCodec.Encode(update, new(true, false, ExtendedMessages: true)), now));
            Assert.Equal(isAgreed, harness.Session.State == SessionState.Established);
            Assert.Equal(isAgreed ? null : new byte?(2), harness.Down?.Notification?.Subcode);
        }
    }

    [Fact]
    public void IPv4_routes_get_an_IPv6_next_hop_where_that_is_agreed_on()
    {
        var ours = new BgpAddress(AddressFamilyIdentifier.Ipv6, UInt128.One << 120);
        var options = new SessionOptions(64512, 64513, 1) { Families = [BgpFamily.Ipv4Unicast, BgpFamily.Ipv6Unicast], OffersIpv6NextHop = true };
        var prefix = new NlriPrefix(AddressFamilyIdentifier.Ipv4, 0xc0000201, 32);
        foreach (var isAgreed in new[] { true, false })
        {
            var harness = new SessionHarness(options).Do((s, now) => s.Start(now)).Do((s, now) => s.TransportOpened(LocalEnds.Of(ours), now));
            harness.Receive(OpenNegotiation.OurOpen(new(64513, 64512, 9) { Families = options.Families, OffersIpv6NextHop = isAgreed }), new KeepaliveMessage());
            harness.Do((s, now) => s.Change([new(prefix, RouteAttributes.For(64512, false, null, [], []))], now));
            var update = harness.SentMessages.OfType<UpdateMessage>().SingleOrDefault();
            Assert.Equal(isAgreed ? ours : null, update?.Attributes?.NextHop);
            Assert.Equal(isAgreed ? 0 : 1, harness.Session.Pending);
        }
    }
}
