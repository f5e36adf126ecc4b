using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;

namespace LbController.Engine.Speaker;

/// <summary>
/// Joins one <see cref="BgpSession"/> to the node's TCP connections and tells its ups and downs as Events on the BGPPeer. Every
/// attempt has a connection number of its own, so what a former connection says late is known as such.
/// </summary>
internal sealed class PeerSession
{
    private readonly string node;
    private readonly Func<long> nextConnection;
    private readonly BgpSession session;
    private string toldReason = "";

    public PeerSession(PeerSettings settings, string node, Func<long> nextConnection)
    {
        Settings = settings;
        this.node = node;
        this.nextConnection = nextConnection;
        session = new BgpSession(OptionsOf(settings, node));
    }

    public PeerSettings Settings { get; }

    /// <summary>The connection under way; 0: none.</summary>
    public long Connection { get; private set; }

    public bool IsEstablished => session.State == SessionState.Established;

    public TimeSpan? NextDeadline => session.NextDeadline;

    public List<Command> Start(TimeSpan now) => Settings.Problem.Length > 0
        ? [Event(isWarning: true, "SessionNotStarted", Settings.Problem)]
        : Do(session.Start(now));

    public List<Command> Stop(CeaseSubcode subcode, string reason)
    {
        toldReason = reason;
        return Do(session.Stop(subcode, reason));
    }

    public List<Command> Fold(NetworkFact fact, TimeSpan now)
    {
        switch (fact)
        {
            case NetworkFact.TcpOpened opened:
                return Do(session.TransportOpened(LocalEnds.Of(ToBgp(opened.LocalAddress)), now));
            case NetworkFact.TcpReceived received:
                return Do(session.Received(received.Bytes, now));
            case NetworkFact.TcpClosed closed:
                Connection = 0;
                return Do(session.TransportClosed(closed.Message, now));
            default:
                return [];
        }
    }

    /// <summary>Does all that is due.</summary>
    public List<Command> Tick(TimeSpan now)
    {
        var commands = new List<Command>();
        while (session.NextDeadline <= now)
        {
            commands.AddRange(Do(session.Tick(now)));
        }

        return commands;
    }

    public List<Command> Advertise(IReadOnlyList<BgpRoute> routes, TimeSpan now)
    {
        var peer = Settings.Peer;
        var wanted = new SortedDictionary<NlriPrefix, PathAttributes>();
        foreach (var route in routes)
        {
            var network = ToBgp(route.Prefix.Network);
            wanted[new NlriPrefix(network.Afi, network.Value, (byte)route.Prefix.Length)] = RouteAttributes.For(
                peer.LocalAsn,
                peer.IsInternal,
                route.LocalPref == 0 ? null : route.LocalPref,
                Standard(route),
                Large(route));
        }

        return Do(session.Advertise(wanted, now));
    }

    private List<Command> Do(IReadOnlyList<SessionAction> actions)
    {
        var commands = new List<Command>();
        foreach (var action in actions)
        {
            switch (action)
            {
                case SessionAction.OpenTransport:
                    Connection = nextConnection();
                    commands.Add(Connect());
                    break;
                case SessionAction.Send send:
                    commands.Add(new NetworkCommand.SendTcp(Connection, send.Bytes));
                    break;
                case SessionAction.CloseTransport:
                    commands.Add(new NetworkCommand.CloseTcp(Connection));
                    Connection = 0;
                    break;
                case SessionAction.BecameEstablished:
                    toldReason = "";
                    commands.Add(Event(isWarning: false, "SessionUp", "the session is established"));
                    break;
                case SessionAction.WentDown down when down.Reason != toldReason:
                    toldReason = down.Reason;
                    commands.Add(Event(isWarning: true, "SessionDown", down.Reason));
                    break;
            }
        }

        return commands;
    }

    /// <summary>An external peer on the same link is spoken to with a TTL of 1, as routers expect (RFC 4271 says no word of it, all do it).</summary>
    private NetworkCommand.Connect Connect()
    {
        var peer = Settings.Peer;
        var timeToLive = peer.IsInternal || peer.EbgpMultiHop ? 0 : 1;
        return new NetworkCommand.Connect(Connection, peer.Address, peer.Port, peer.Source, Settings.Password, timeToLive);
    }

    private Command.RecordEvent Event(bool isWarning, string reason, string message) =>
        new(new EventSubject("metallb.io/v1beta2", BgpPeerParser.Kind, Settings.Peer.Key, ""), isWarning, reason, $"node {node}, {Settings.Peer.Address}: {message}");

    private static SessionOptions OptionsOf(PeerSettings settings, string node)
    {
        var peer = settings.Peer;
        var own = peer.Address.Family == IpFamily.V4 ? BgpFamily.Ipv4Unicast : BgpFamily.Ipv6Unicast;
        var other = peer.Address.Family == IpFamily.V4 ? BgpFamily.Ipv6Unicast : BgpFamily.Ipv4Unicast;
        return new SessionOptions(peer.LocalAsn, peer.PeerAsn, settings.RouterId)
        {
            HoldTime = peer.HoldTime,
            KeepaliveTime = peer.KeepaliveTime,
            ConnectRetry = peer.ConnectTime,
            Families = peer.IsDualStack ? [own, other] : [own],
            JitterSeed = StableHash.Of(node, peer.Name),
        };
    }

    private static BgpAddress ToBgp(Address address) => new(
        address.Family == IpFamily.V4 ? AddressFamilyIdentifier.Ipv4 : AddressFamilyIdentifier.Ipv6,
        address.Value);

    private static IEnumerable<uint> Standard(BgpRoute route)
    {
        foreach (var text in route.Communities)
        {
            if (CommunityParser.TryParseStandard(text, out var community))
            {
                yield return community;
            }
        }
    }

    private static IEnumerable<LargeCommunity> Large(BgpRoute route)
    {
        foreach (var text in route.Communities)
        {
            if (CommunityParser.TryParseLarge(text, out var community))
            {
                yield return new LargeCommunity(community.Administrator, community.First, community.Second);
            }
        }
    }
}
