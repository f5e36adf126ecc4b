using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Protocols.Bgp.Messages;

namespace LbController.Engine.Tests.Speaker;

/// <summary>One BGPPeer for many nodes that differ: what a Node says takes the place of its fields.</summary>
public sealed class NodeSubstitutionTests
{
    private const string Asn = "lbcontroller.dev/asn";
    private const string Router = "lbcontroller.dev/router";
    private const string Rack = "example.com/rack";
    private readonly BgpSpeaker speaker = new();

    [Fact]
    public void Annotations_and_labels_take_the_place_of_address_source_and_AS()
    {
        var peer = BgpSpeaker.Peer with { FromNode = new() { MyAsn = Asn, PeerAddress = Router, SourceAddress = Rack } };
        var dialled = Assert.Single(speaker.Start(peer, Node((Asn, "65007"), (Router, "10.0.0.254"), (Rack, "10.0.0.11"))).OfType<NetworkCommand.Connect>());
        Assert.Equal((Address.Parse("10.0.0.254"), (Address?)Address.Parse("10.0.0.11")), (dialled.Remote, dialled.Source));
        var open = Assert.IsType<OpenMessage>(Assert.Single(BgpSpeaker.Messages(speaker.Step(new Facts.NetworkFact.TcpOpened(dialled.Connection, BgpSpeaker.Local)))));
        Assert.Equal(65007u, open.As);
    }

    [Fact]
    public void A_Node_that_says_nothing_leaves_the_fields_as_they_are_written()
    {
        var peer = BgpSpeaker.Peer with { FromNode = new() { PeerAddress = Router } };
        Assert.Equal(Address.Parse("10.0.0.1"), Assert.Single(speaker.Start(peer).OfType<NetworkCommand.Connect>()).Remote);
    }

    [Theory]
    [InlineData("0", "", "", "spec.fromNode.myASN: '0' of 'lbcontroller.dev/asn' on Node 'n1' is not an AS number")]
    [InlineData("", "router", "", "spec.fromNode.peerAddress: 'router' of 'lbcontroller.dev/router' on Node 'n1' is not an IP address")]
    [InlineData("", "", "fd00::1", "spec.fromNode.sourceAddress: 'fd00::1' of 'example.com/rack' on Node 'n1' is not of the family of the router's address")]
    public void A_value_that_cannot_be_keeps_the_session_down_and_is_told(string asn, string router, string rack, string words)
    {
        var peer = BgpSpeaker.Peer with { FromNode = new() { MyAsn = asn.Length > 0 ? Asn : "", PeerAddress = router.Length > 0 ? Router : "", SourceAddress = rack.Length > 0 ? Rack : "" } };
        var commands = speaker.Start(peer, Node((Asn, asn), (Router, router), (Rack, rack)));
        Assert.Empty(commands.OfType<NetworkCommand.Connect>());
        Assert.Contains(words, Assert.Single(commands.OfType<Command.WriteSessionState>()).Session.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_on_the_Node_begins_the_session_anew()
    {
        var peer = BgpSpeaker.Peer with { FromNode = new() { MyAsn = Asn } };
        speaker.Establish(speaker.Start(peer, Node((Asn, "65007"))));
        var commands = speaker.See(Node((Asn, "65008")));
        Assert.Single(commands.OfType<NetworkCommand.CloseTcp>());
        Assert.Single(commands.OfType<NetworkCommand.Connect>());
    }

    private static NodeSnapshot Node(params (string Key, string Value)[] marks) => new(new("", "n1"))
    {
        InternalIps = [BgpSpeaker.Local],
        Annotations = LabelSet.From(marks.Where(mark => mark.Key.StartsWith("lbcontroller", StringComparison.Ordinal)).Select(mark => KeyValuePair.Create(mark.Key, mark.Value))),
        Labels = LabelSet.From(marks.Where(mark => !mark.Key.StartsWith("lbcontroller", StringComparison.Ordinal)).Select(mark => KeyValuePair.Create(mark.Key, mark.Value))),
    };
}
