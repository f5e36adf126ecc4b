using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Rib;

namespace LbController.Protocols.Bgp.Session;

/// <summary>
/// One BGP session as a machine (RFC 4271, section 8) without socket, clock or thread: each input returns the actions to do.
/// We dial; where a listener runs, a connection that the peer opens is offered and taken or refused by the rules of section 6.8.
/// <code>
/// state       | input                        | next         | actions
/// ------------+------------------------------+--------------+------------------------------------------
/// Idle        | Start, retry time            | Connect      | OpenTransport; passive: Active, nothing
/// Active      | retry time                   | Connect      | OpenTransport
/// held        | Start, retry time            | Active       | nothing; Connect when it is held no more
/// Connect     | TransportOpened              | OpenSent     | Send OPEN; hold timer 4 minutes
/// Connect     | TransportClosed, time-out    | Active       | WentDown; retry after a growing pause
/// without TCP | TransportOffered             | OpenSent     | CloseTransport (Connect), TakeOffered, Send OPEN
/// OpenSent    | TransportOffered             | OpenSent     | decided when the peer's OPEN is here
/// OpenConfirm | TransportOffered             | either       | the side with the higher identifier keeps its own; 6/7 on the other
/// Established | TransportOffered             | either       | refused with 6/7; with graceful restart the new one is taken
/// OpenSent    | good OPEN                    | OpenConfirm  | Send KEEPALIVE; negotiated hold timer
/// OpenConfirm | KEEPALIVE                    | Established  | BecameEstablished, Send UPDATEs, End-of-RIB
/// Established | KEEPALIVE, UPDATE            | Established  | hold timer starts anew; routes are discarded
/// Established | ROUTE-REFRESH                | Established  | Send the table of that family again
/// with TCP    | TransportClosed              | Idle         | WentDown; retry after a growing pause
/// with TCP    | NOTIFICATION                 | Idle         | CloseTransport, WentDown; retry
/// with TCP    | hold time over               | Idle         | Send 4/0, CloseTransport, WentDown; retry
/// with TCP    | send hold time over          | Idle         | Send 8/0, CloseTransport, WentDown; retry
/// with TCP    | faulty bytes                 | Idle         | Send 1/x, 2/x or 3/x, CloseTransport, WentDown; retry
/// with TCP    | message out of turn          | Idle         | Send 5/x, CloseTransport, WentDown; retry
/// any         | Stop                         | Idle         | Send 6/x if OPEN was sent, CloseTransport; no retry
/// any         | Detach                       | Idle         | CloseTransport; no retry: the peer keeps our routes
/// </code>
/// "With TCP" are OpenSent, OpenConfirm and Established, "without TCP" is Connect, Active, and Idle while a retry is due. The pause
/// shrinks to nothing again once a session has been Established for <see cref="StableAfter"/>. An input that does not fit the state,
/// such as a late TransportClosed, does nothing.
/// </summary>
public sealed partial class BgpSession(SessionOptions options)
{
    /// <summary>How long OpenSent waits (RFC 4271, section 8.2.2, "a large value").</summary>
    public static readonly TimeSpan OpenHoldTime = TimeSpan.FromMinutes(4);

    /// <summary>How long a peer may leave unread what it is sent, at least (RFC 9687).</summary>
    public static readonly TimeSpan ShortestSendHoldTime = TimeSpan.FromMinutes(8);

    /// <summary>A session that ends sooner does not reset the growth of the pauses.</summary>
    public static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(30);

    private readonly AdjRibOut rib = new();
    private readonly BgpFramer framer = new();
    private readonly RetryBackoff backoff = new(options.JitterSeed);
    private readonly List<SessionAction> actions = [];
    private readonly SortedSet<byte> refusedCapabilities = [];
    private LocalEnds? ends;
    private LocalEnds? offered;
    private OpenMessage? ourOpen;
    private TimeSpan establishedAt;
    private TimeSpan? retryAt;
    private TimeSpan? connectBy;
    private TimeSpan? holdUntil;
    private TimeSpan? keepaliveAt;
    private TimeSpan? sendHoldUntil;

    /// <summary>May be exchanged at any time; what is negotiated holds until the next connection.</summary>
    public SessionOptions Options { get; set; } = options;

    public SessionState State { get; private set; }

    /// <summary>Set in OpenConfirm and Established.</summary>
    public NegotiatedSession? Negotiated { get; private set; }

    /// <summary>Why the last attempt or session ended; empty: none has.</summary>
    public string LastError { get; private set; } = "";

    public SessionCounters Counters { get; } = new();

    /// <summary>Routes of this family go to the peer: both sides named it, and there is a next hop.</summary>
    public bool Carries(BgpFamily family) => rib.Carries(family);

    /// <summary>What was sent to the peer and stands.</summary>
    public IReadOnlyDictionary<NlriPrefix, PathAttributes> Sent => rib.Sent;

    /// <summary>Routes that the peer shall have but that this session cannot carry, or cannot yet.</summary>
    public int Pending => rib.Pending;

    /// <summary>When <see cref="Tick"/> is due; null: only another input can change anything.</summary>
    public TimeSpan? NextDeadline => Earlier(Earlier(Earlier(retryAt, connectBy), Earlier(holdUntil, keepaliveAt)), sendHoldUntil);

    /// <summary>No connection is made or taken: something else must be there first.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>The greater of eight minutes and twice the hold time; without hold time there is none (RFC 9687, section 3).</summary>
    private TimeSpan? SendHoldTime => (Negotiated?.HoldTime ?? Options.HoldTime) is var hold && hold == TimeSpan.Zero ? null
        : 2 * hold > ShortestSendHoldTime ? 2 * hold : ShortestSendHoldTime;

    private bool HasTransport => State is SessionState.OpenSent or SessionState.OpenConfirm or SessionState.Established;

    public IReadOnlyList<SessionAction> Start(TimeSpan now) => Collect(() =>
    {
        // While a retry is pending the session is started already, and asking again must not defeat the damping.
        if (State == SessionState.Idle && retryAt is null)
        {
            Dial(now);
        }
    });

    /// <summary>Makes no new connection, or does so again. A session that stands is not touched.</summary>
    public IReadOnlyList<SessionAction> Hold(bool isHeld, TimeSpan now) => Collect(() =>
    {
        IsHeld = isHeld;
        if (!isHeld && State == SessionState.Active && retryAt is null && !Options.IsPassive)
        {
            Dial(now);
        }
    });

    /// <param name="reason">For the status here, and in the words of a shutdown also for the peer.</param>
    public IReadOnlyList<SessionAction> Stop(CeaseSubcode subcode, string reason) => Collect(() =>
    {
        var notification = HasTransport ? Farewell(subcode, reason) : null;
        if (State != SessionState.Idle)
        {
            GoDown(SessionState.Idle, reason, notification, isOurs: true);
        }

        Forget();
    });

    /// <summary>Ends the connection without a word: with graceful restart the peer keeps our routes until we are back or its time is over.</summary>
    public IReadOnlyList<SessionAction> Detach(string reason) => Collect(() =>
    {
        if (State != SessionState.Idle)
        {
            GoDown(SessionState.Idle, reason, null, isOurs: true);
        }

        Forget();
    });

    /// <summary>Ends the session because BFD has seen that the path is broken, and tries again.</summary>
    /// <param name="reason">For the status here.</param>
    /// <param name="isForGood">Graceful restart has no part in it: a peer that hears of it drops our routes.</param>
    /// <param name="now">The reactor's time.</param>
    public IReadOnlyList<SessionAction> LosePath(string reason, bool isForGood, TimeSpan now) => Collect(() =>
    {
        if (HasTransport)
        {
            var notification = isForGood ? Farewell(CeaseSubcode.BfdDown, "") : NotificationMessage.Cease(CeaseSubcode.BfdDown);
            Retry(SessionState.Idle, reason, notification, isOurs: true, now);
        }
    });

    /// <param name="local">Our end: the next hops of routes that name none.</param>
    public IReadOnlyList<SessionAction> TransportOpened(LocalEnds local, TimeSpan now) => Collect(() =>
    {
        if (State == SessionState.Connect)
        {
            Greet(local, now);
        }
    });

    /// <summary>The peer has opened a connection to us. The answer is <see cref="SessionAction.TakeOffered"/> or <see cref="SessionAction.RefuseOffered"/>, perhaps later.</summary>
    public IReadOnlyList<SessionAction> TransportOffered(LocalEnds local, TimeSpan now) => Collect(() =>
    {
        if (offered is not null)
        {
            return;
        }

        offered = local;
        Judge(now);
    });

    /// <summary>The connection that the peer has opened ended before it was taken or refused.</summary>
    public void OfferWithdrawn() => offered = null;

    /// <param name="message">What the system says about it; empty: the peer closed the connection.</param>
    public IReadOnlyList<SessionAction> TransportClosed(string message, TimeSpan now) => Collect(() =>
    {
        if (State == SessionState.Connect)
        {
            Retry(SessionState.Active, $"cannot connect: {Explain(message)}", null, isOurs: false, now, isOpen: false);
        }
        else if (HasTransport)
        {
            Retry(SessionState.Idle, $"connection lost in {State}: {Explain(message)}{(State == SessionState.OpenSent ? SecondSession() : "")}", null, isOurs: false, now, isOpen: false);
        }
    });

    /// <summary>
    /// The connection takes no more bytes, or takes them again. A peer that lets us wait for longer than the send hold time does not read what
    /// we say, although it may well speak: it must not go on with routes that we have withdrawn (RFC 9687).
    /// </summary>
    public void TransportStalled(bool isStalled, TimeSpan now) =>
        sendHoldUntil = !isStalled || !HasTransport ? null : sendHoldUntil ?? (SendHoldTime is { } time ? now + time : null);

    /// <summary>To be called when <see cref="NextDeadline"/> has come; sooner does nothing.</summary>
    public IReadOnlyList<SessionAction> Tick(TimeSpan now) => Collect(() =>
    {
        if (retryAt <= now)
        {
            Dial(now);
        }
        else if (connectBy <= now)
        {
            Retry(SessionState.Active, $"cannot connect: no answer within {Options.ConnectTimeout.TotalSeconds:0} s; the router is away, or its password is another one", null, isOurs: false, now);
        }
        else if (holdUntil <= now)
        {
            Fail(new(BgpErrorCode.HoldTimerExpired, 0, [], $"nothing heard from the peer for the hold time in {State}"), now);
        }
        else if (sendHoldUntil <= now)
        {
            Fail(new(BgpErrorCode.SendHoldTimerExpired, 0, [], $"the peer has taken nothing of what it was sent for {SendHoldTime?.TotalSeconds:0} s in {State}"), now);
        }
        else if (keepaliveAt <= now)
        {
            Send(new KeepaliveMessage());
            ScheduleKeepalive(now);
        }
    });

    /// <summary>Hands over all routes that the peer shall have. Remembered over sessions.</summary>
    public IReadOnlyList<SessionAction> Advertise(IReadOnlyDictionary<NlriPrefix, PathAttributes> wanted, TimeSpan now) => Collect(() =>
    {
        rib.SetWanted(wanted);
        Flush(now);
    });

    /// <summary>Changes some routes and leaves the others; null withdraws.</summary>
    public IReadOnlyList<SessionAction> Change(IEnumerable<KeyValuePair<NlriPrefix, PathAttributes?>> changes, TimeSpan now) => Collect(() =>
    {
        foreach (var (prefix, attributes) in changes)
        {
            if (attributes is null)
            {
                rib.Remove(prefix);
            }
            else
            {
                rib.Set(prefix, attributes);
            }
        }

        Flush(now);
    });

    /// <summary>What it mostly means when a router that can be reached does not want to speak BGP with us.</summary>
    private string SecondSession() =>
        $"; perhaps it has no neighbour {ends?.Transport}, or a session with that address already, as with a CNI that peers from this node: then give spec.sourceAddress";

    private void Forget()
    {
        retryAt = null;
        refusedCapabilities.Clear();
        backoff.Reset();
        if (offered is not null)
        {
            Refuse(CeaseSubcode.ConnectionRejected);
        }
    }

    private IReadOnlyList<SessionAction> Collect(Action input)
    {
        actions.Clear();
        input();
        return [.. actions];
    }

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    private static string Explain(string message) => message.Length > 0 ? message : "the peer closed it";
}
