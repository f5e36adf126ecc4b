using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Rib;
using LbController.Protocols.Bgp.Session;

namespace LbController.Protocols.Tests.Bgp.Rib;

public sealed class AdjRibOutTests
{
    private static readonly UpdateWire Wire = new(FourOctetAs: true, IsInternal: true);
    private static readonly PathAttributes One = RouteAttributes.For(64512, isInternal: true, null, [1], []);
    private static readonly PathAttributes Two = RouteAttributes.For(64512, isInternal: true, 200, [2], [new(1, 2, 3)]);

    [Fact]
    public void Five_thousand_routes_with_two_sets_of_attributes_fill_few_messages_and_all_arrive()
    {
        var rib = Begun();
        for (uint i = 0; i < 5000; i++)
        {
            rib.Set(new(AddressFamilyIdentifier.Ipv4, 0x0a000000 + i, 32), i % 2 == 0 ? One : Two);
        }

        var updates = rib.TakeUpdates();
        Assert.All(updates, update => Assert.True(update.Length <= BgpHeader.MaximumLength));
        Assert.InRange(updates.Count, 7, 9);
        Assert.Equal(5000, updates.Select(Decode).SelectMany(u => u.Announced).Distinct().Count());
        Assert.Empty(rib.TakeUpdates());
    }

    [Fact]
    public void A_route_that_comes_and_goes_between_two_flushes_costs_nothing()
    {
        var rib = Begun();
        var prefix = new NlriPrefix(AddressFamilyIdentifier.Ipv4, 0x0a000001, 32);
        rib.Set(prefix, One);
        rib.Remove(prefix);
        Assert.Empty(rib.TakeUpdates());
    }

    [Fact]
    public void Changed_attributes_are_announced_over_the_old_ones_without_a_withdrawal()
    {
        var rib = Begun();
        var prefix = new NlriPrefix(AddressFamilyIdentifier.Ipv4, 0x0a000001, 32);
        rib.Set(prefix, One);
        rib.TakeUpdates();
        rib.Set(prefix, Two);
        var update = Decode(Assert.Single(rib.TakeUpdates()));
        Assert.Equal((0, 200u), (update.Withdrawn.Count, update.Attributes!.LocalPref!.Value));
    }

    [Fact]
    public void A_route_of_a_family_that_was_not_agreed_on_is_not_sent()
    {
        var rib = Begun();
        rib.Set(new(AddressFamilyIdentifier.Ipv6, UInt128.One << 100, 64), One with { NextHop = new(AddressFamilyIdentifier.Ipv6, 1) });
        Assert.Empty(rib.TakeUpdates());
    }

    private static AdjRibOut Begun()
    {
        var rib = new AdjRibOut();
        rib.BeginSession(new(Wire, [BgpFamily.Ipv4Unicast], LocalEnds.Of(BgpAddress.Ipv4(0x0a000002))));
        Assert.Equal(UpdateMessage.EndOf(BgpFamily.Ipv4Unicast), Decode(Assert.Single(rib.TakeUpdates())));
        return rib;
    }

    private static UpdateMessage Decode(byte[] bytes)
    {
        Assert.True(BgpMessageCodec.TryDecode(bytes, Wire, out var message, out _));
        return Assert.IsType<UpdateMessage>(message);
    }
}
