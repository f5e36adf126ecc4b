using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Messages;

namespace LbController.Engine.Tests.Speaker;

/// <summary>Routers that open the session themselves.</summary>
public sealed class ListeningTests
{
    private static readonly Address Tor = Address.Parse("10.0.0.1");
    private readonly BgpSpeaker speaker = new(listenPort: 179);

    [Fact]
    public void Every_peer_may_connect_with_its_password()
    {
        var listen = Assert.Single(speaker.Start(BgpSpeaker.Peer with { Password = "secret" }).OfType<NetworkCommand.ListenTcp>());
        Assert.Equal((179, new ListenTarget(Tor, 0, "", "secret")), (listen.Port, Assert.Single(listen.Peers)));
        Assert.DoesNotContain("secret", listen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_speaker_that_does_not_listen_says_nothing_of_it() => Assert.Empty(new BgpSpeaker().Start(BgpSpeaker.Peer).OfType<NetworkCommand.ListenTcp>());

    [Fact]
    public void A_passive_peer_is_not_dialled_and_comes_up_when_it_dials()
    {
        Assert.Empty(speaker.Start(BgpSpeaker.Peer with { Passive = true }).OfType<NetworkCommand.Connect>());
        var commands = Offer(-1);
        Assert.IsType<OpenMessage>(Assert.Single(BgpSpeaker.Messages(commands)));
        Assert.Equal(-1, Assert.Single(commands.OfType<NetworkCommand.SendTcp>()).Connection);
        commands = [.. Receive(-1, Open()), .. Receive(-1, new KeepaliveMessage())];
        Assert.Contains(BgpSpeaker.Messages(commands).OfType<UpdateMessage>(), update => update.Announced.Count > 0);
    }

    [Fact]
    public void A_passive_peer_of_a_speaker_that_does_not_listen_says_so()
    {
        var commands = new BgpSpeaker().Start(BgpSpeaker.Peer with { Passive = true });
        Assert.Contains("spec.passive: this speaker does not listen", Assert.Single(commands.OfType<Command.WriteSessionState>()).Session.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_while_we_dial_takes_its_place()
    {
        var dialled = Assert.Single(speaker.Start(BgpSpeaker.Peer).OfType<NetworkCommand.Connect>());
        var commands = Offer(-1);
        Assert.Equal(dialled.Connection, Assert.Single(commands.OfType<NetworkCommand.CloseTcp>()).Connection);
        Assert.Equal(-1, Assert.Single(commands.OfType<NetworkCommand.SendTcp>()).Connection);
    }

    /// <summary>Ours, 10.0.0.11, is the higher identifier; what came in on the peer's connection is not lost should that be kept.</summary>
    [Theory]
    [InlineData("10.0.0.1", -1, 1)]
    [InlineData("10.0.0.99", 1, -1)]
    public void Of_two_connections_that_of_the_side_with_the_higher_identifier_is_kept(string identifier, long closed, long kept)
    {
        var dialled = Assert.Single(speaker.Start(BgpSpeaker.Peer).OfType<NetworkCommand.Connect>());
        speaker.Step(new NetworkFact.TcpOpened(dialled.Connection, BgpSpeaker.Local));
        Offer(-1);
        var open = Open() with { Identifier = (uint)Address.Parse(identifier).Value };
        List<Command> commands = [.. Receive(-1, open), .. Receive(dialled.Connection, open)];
        Assert.Equal(closed, Assert.Single(commands.OfType<NetworkCommand.CloseTcp>()).Connection);
        commands = [.. Receive(kept, new KeepaliveMessage())];
        Assert.Contains(BgpSpeaker.Messages(commands).OfType<UpdateMessage>(), update => update.Announced.Count > 0);
    }

    [Fact]
    public void A_stranger_and_a_second_connection_are_closed()
    {
        speaker.Establish(speaker.Start(BgpSpeaker.Peer));
        Assert.Equal(-1, Assert.Single(speaker.Step(new NetworkFact.TcpOffered(-1, Address.Parse("10.0.0.77"), "", BgpSpeaker.Local)).OfType<NetworkCommand.CloseTcp>()).Connection);
        var commands = Offer(-2);
        Assert.Equal((6, 7), (Assert.IsType<NotificationMessage>(Assert.Single(BgpSpeaker.Messages(commands))).Code, ((NotificationMessage)BgpSpeaker.Messages(commands)[0]).Subcode));
        Assert.Equal(-2, Assert.Single(commands.OfType<NetworkCommand.CloseTcp>()).Connection);
    }

    [Fact]
    public void A_peer_that_floods_its_connection_before_it_was_taken_loses_that_alone()
    {
        var dialled = Assert.Single(speaker.Start(BgpSpeaker.Peer).OfType<NetworkCommand.Connect>());
        speaker.Step(new NetworkFact.TcpOpened(dialled.Connection, BgpSpeaker.Local));
        Offer(-1);
        var commands = speaker.Step(new NetworkFact.TcpReceived(-1, new byte[5000]));
        Assert.Equal(-1, Assert.Single(commands.OfType<NetworkCommand.CloseTcp>()).Connection);
    }

    private IReadOnlyList<Command> Offer(long connection) => speaker.Step(new NetworkFact.TcpOffered(connection, Tor, "", BgpSpeaker.Local));

    private IReadOnlyList<Command> Receive(long connection, BgpMessage message) => speaker.Step(new NetworkFact.TcpReceived(connection, BgpMessageCodec.Encode(message, default)));

    private static OpenMessage Open() => new(OpenMessage.ProtocolVersion, 64512, 90, 0x0a000001, [new BgpCapability.MultiProtocol(BgpFamily.Ipv4Unicast), new BgpCapability.FourOctetAs(64512)]);
}
