using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Snapshot;
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
    private const int HighestTimeToLive = 255;

    /// <summary>Hold timer and send hold timer come first; this is for what neither sees.</summary>
    private static readonly TimeSpan TimedUserTimeout = BgpSession.ShortestSendHoldTime + TimeSpan.FromMinutes(1);

    /// <summary>Without hold time nothing else notices a peer that is gone.</summary>
    private static readonly TimeSpan TimelessUserTimeout = TimeSpan.FromMinutes(1);

    private readonly string node;
    private readonly Func<long> nextConnection;
    private readonly BgpSession session;
    private readonly PeerRoutes routes;
    private string toldReason = "";
    private List<byte> heardOfOffered = [];

    /// <param name="settings">What the session shall be like.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="isRestarting">An earlier run of this process may have left routes with the peer.</param>
    /// <param name="nextConnection">Numbers that were never used.</param>
    public PeerSession(PeerSettings settings, string node, bool isRestarting, Func<long> nextConnection)
    {
        Settings = settings;
        this.node = node;
        this.nextConnection = nextConnection;
        routes = new PeerRoutes(settings.Peer);
        session = new BgpSession(OptionsOf(settings, node, isRestarting));
    }

    public PeerSettings Settings { get; private set; }

    /// <summary>The connection under way; 0: none.</summary>
    public long Connection { get; private set; }

    /// <summary>The connection that the peer has opened and that is neither taken nor refused yet; 0: there is none.</summary>
    public long Offered { get; private set; }

    /// <summary>The session carries routes of this address family and there is a next hop for them.</summary>
    public bool Carries(IpFamily family) => session.Carries(family == IpFamily.V4 ? BgpFamily.Ipv4Unicast : BgpFamily.Ipv6Unicast);

    public bool IsEstablished => session.State == SessionState.Established;

    /// <summary>How it stands, for people.</summary>
    /// <param name="bfdState">Of the BFD session with the peer; empty: there is none.</param>
    public SessionReport Report(string bfdState) => new(
        Settings.Peer.Name,
        Settings.Peer.Place,
        Settings.Peer.Vrf,
        IsEstablished ? "Established" : Settings.Problem.Length > 0 || session.IsHeld ? "Idle" : "Active",
        Settings.Problem.Length > 0 ? Settings.Problem : session.IsHeld && session.LastError.Length == 0 ? "waits for BFD to be up" : session.LastError,
        IsEstablished ? session.Negotiated!.Families.Select(family => family.ToString()).ToValueArray() : [],
        session.Sent.Count,
        bfdState);

    public SessionCounters Counters => session.Counters;

    /// <summary>Prefixes that the peer has from us.</summary>
    public int SentPrefixes => session.Sent.Count;

    /// <summary>Prefixes that it is still to get.</summary>
    public int PendingPrefixes => session.Pending;

    public TimeSpan? NextDeadline => session.NextDeadline;

    public List<Command> Start(TimeSpan now) => Settings.Problem.Length > 0
        ? [Event(isWarning: true, "SessionNotStarted", Settings.Problem)]
        : Do(session.Start(now), now);

    public List<Command> Stop(CeaseSubcode subcode, string reason, TimeSpan now)
    {
        toldReason = reason;
        return Do(session.Stop(subcode, reason), now);
    }

    /// <summary>While held, the session makes no new connection: BFD does not say yet that the peer is there.</summary>
    public List<Command> Hold(bool isHeld, TimeSpan now) => session.IsHeld == isHeld ? [] : Do(session.Hold(isHeld, now), now);

    /// <summary>Takes over what a running session need not begin anew for.</summary>
    public void Adjust(PeerSettings settings)
    {
        Settings = settings;
        session.Options = OptionsOf(settings, node, session.Options.IsRestarting);
    }

    /// <param name="fact">What has happened to the connection.</param>
    /// <param name="ends">For an address of ours: the next hops beside it.</param>
    /// <param name="now">The reactor's time.</param>
    public List<Command> Fold(NetworkFact fact, Func<Address, LocalEnds> ends, TimeSpan now)
    {
        switch (fact)
        {
            case NetworkFact.TcpOffered offered when Offered != 0 || Settings.Problem.Length > 0:
                return [new NetworkCommand.CloseTcp(offered.Connection)];
            case NetworkFact.TcpOffered offered:
                (Offered, heardOfOffered) = (offered.Connection, []);
                return Do(session.TransportOffered(ends(offered.LocalAddress), now), now);
            case NetworkFact.TcpReceived received when received.Connection == Offered:
                heardOfOffered.AddRange(received.Bytes.Span);
                return heardOfOffered.Count <= BgpHeader.MaximumLength ? [] : [new NetworkCommand.CloseTcp(Offered), .. Withdraw()];
            case NetworkFact.TcpClosed closed when closed.Connection == Offered:
                return Withdraw();
            case NetworkFact.TcpOpened opened:
                return Do(session.TransportOpened(ends(opened.LocalAddress), now), now);
            case NetworkFact.TcpReceived received:
                return Do(session.Received(received.Bytes, now), now);
            case NetworkFact.TcpStalled stalled:
                session.TransportStalled(stalled.IsStalled, now);
                return [];
            case NetworkFact.TcpClosed closed:
                Connection = 0;
                return Do(session.TransportClosed(closed.Message, now), now);
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
            commands.AddRange(Do(session.Tick(now), now));
        }

        return commands;
    }

    /// <param name="plan">All routes that the peer is to have.</param>
    /// <param name="changes">How they differ from what the same collection held at the last call.</param>
    /// <param name="isFading">They are about to go: routers are to prefer every other way.</param>
    /// <param name="now">The reactor's time.</param>
    public List<Command> Advertise(IReadOnlyCollection<BgpRoute> plan, IReadOnlyList<RouteChange> changes, bool isFading, TimeSpan now) =>
        Change(routes.Take(plan, changes, isFading), now);

    /// <summary>Asks the peer to prefer every other way; one that keeps our routes over a restart need not.</summary>
    public List<Command> Fade(bool isForGood, TimeSpan now) => WillBeKept(isForGood) ? [] : Change(routes.Fade(), now);

    /// <summary>The last word. A peer with graceful restart keeps our routes until we are back, unless we go for good.</summary>
    public List<Command> End(bool isForGood, TimeSpan now) => WillBeKept(isForGood)
        ? Do(session.Detach(toldReason = "the speaker restarts, the peer keeps its routes"), now)
        : Stop(CeaseSubcode.AdministrativeShutdown, isForGood ? $"node {node} is drained" : $"the speaker of node {node} leaves", now);

    /// <summary>
    /// BFD has lost the peer: the session goes down at once and dials again. With graceful restart, a peer whose BFD shares the fate of its
    /// control plane may just be restarting: it is not told to forget our routes (RFC 5882, section 4.3.2).
    /// </summary>
    public List<Command> LosePath(NetworkFact.PathLost lost, TimeSpan now) =>
        Do(session.LosePath(lost.Reason, isForGood: lost.IsForwardingLost || session.Negotiated is not { IsGraceful: true }, now), now);

    /// <summary>BFD cannot come up, and the user has to say that the peer may be that far away.</summary>
    public Command TellTooFar(NetworkFact.PathTooFar far) => Event(
        isWarning: true,
        "BFDTooFar",
        far.Least == HighestTimeToLive
            ? $"BFD packets arrive with TTL {far.TimeToLive} although the router is on the same link, so they are not its own; set spec.ebgpMultiHop if it is not"
            : $"BFD packets arrive with TTL {far.TimeToLive}, and minimumTtl of BFDProfile '{Settings.Peer.BfdProfile}' is {far.Least}; set that to {far.TimeToLive} or less");

    private bool WillBeKept(bool isForGood) => !isForGood && session.Negotiated is { IsGraceful: true };

    private List<Command> Change(List<KeyValuePair<NlriPrefix, PathAttributes?>> changes, TimeSpan now) =>
        changes.Count == 0 ? [] : Do(session.Change(changes, now), now);

    private List<Command> Withdraw()
    {
        Offered = 0;
        session.OfferWithdrawn();
        return [];
    }

    private List<Command> Do(IReadOnlyList<SessionAction> actions, TimeSpan now)
    {
        var commands = new List<Command>();
        var isTaken = false;
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
                case SessionAction.TakeOffered:
                    (Connection, Offered, isTaken) = (Offered, 0, true);
                    break;
                case SessionAction.RefuseOffered refuse:
                    commands.Add(new NetworkCommand.SendTcp(Offered, refuse.Bytes));
                    commands.Add(new NetworkCommand.CloseTcp(Offered));
                    Offered = 0;
                    break;
                case SessionAction.BecameEstablished:
                    toldReason = "";
                    session.Options = session.Options with { IsRestarting = false };
                    commands.Add(Event(isWarning: false, "SessionUp", "the session is established"));
                    break;
                case SessionAction.WentDown down when down.Reason != toldReason:
                    toldReason = down.Reason;
                    commands.Add(Event(isWarning: true, "SessionDown", down.Reason));
                    break;
            }
        }

        return isTaken && heardOfOffered.Count > 0 ? [.. commands, .. Do(session.Received(heardOfOffered.ToArray(), now), now)] : commands;
    }

    /// <summary>
    /// A peer on the same link is spoken to with the highest TTL: a router with TTL security (RFC 5082) takes nothing less, and one without takes it too.
    /// </summary>
    private NetworkCommand.Connect Connect()
    {
        var peer = Settings.Peer;
        return new NetworkCommand.Connect(Connection, peer.Address, peer.Port, peer.Source, Settings.Password, HighestTimeToLive)
        {
            Device = peer.Vrf,
            LinkIndex = Settings.LinkIndex,
            UserTimeout = peer.HoldTime > TimeSpan.Zero ? TimedUserTimeout : TimelessUserTimeout,
        };
    }

    private Command.RecordEvent Event(bool isWarning, string reason, string message) =>
        new(new EventSubject("metallb.io/v1beta2", BgpPeerParser.Kind, Settings.Peer.Key, ""), isWarning, reason, $"node {node}, {Settings.Peer.Place}: {message}");

    private static SessionOptions OptionsOf(PeerSettings settings, string node, bool isRestarting)
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
            OffersIpv6NextHop = peer.IsDualStack && own == BgpFamily.Ipv6Unicast,
            RestartTime = peer.RestartTime,
            IsRestarting = isRestarting && peer.IsGraceful,
            LongLivedStaleTime = peer.LongLivedStaleTime,
            IsPassive = peer.IsPassive,
            JitterSeed = StableHash.Of(node, peer.Name),
        };
    }
}
