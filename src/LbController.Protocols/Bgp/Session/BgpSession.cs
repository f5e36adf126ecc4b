using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Rib;

namespace LbController.Protocols.Bgp.Session;

/// <summary>
/// One BGP session as a machine (RFC 4271, section 8) without socket, clock or thread: each input returns the actions to do.
/// We dial and never listen, so there are no collisions, and Active only waits to dial again.
/// <code>
/// state       | input                        | next         | actions
/// ------------+------------------------------+--------------+------------------------------------------
/// Idle        | Start, retry time            | Connect      | OpenTransport
/// Active      | retry time                   | Connect      | OpenTransport
/// Connect     | TransportOpened              | OpenSent     | Send OPEN; hold timer 4 minutes
/// Connect     | TransportClosed, time-out    | Active       | WentDown; retry after a growing pause
/// OpenSent    | good OPEN                    | OpenConfirm  | Send KEEPALIVE; negotiated hold timer
/// OpenConfirm | KEEPALIVE                    | Established  | BecameEstablished, Send UPDATEs, End-of-RIB
/// Established | KEEPALIVE, UPDATE            | Established  | hold timer starts anew; routes are discarded
/// Established | ROUTE-REFRESH                | Established  | Send the table of that family again
/// with TCP    | TransportClosed              | Idle         | WentDown; retry after a growing pause
/// with TCP    | NOTIFICATION                 | Idle         | CloseTransport, WentDown; retry
/// with TCP    | hold time over               | Idle         | Send 4/0, CloseTransport, WentDown; retry
/// with TCP    | faulty bytes                 | Idle         | Send 1/x, 2/x or 3/x, CloseTransport, WentDown; retry
/// with TCP    | message out of turn          | Idle         | Send 5/x, CloseTransport, WentDown; retry
/// any         | Stop                         | Idle         | Send 6/x if OPEN was sent, CloseTransport; no retry
/// </code>
/// "With TCP" are OpenSent, OpenConfirm and Established. The pause shrinks to nothing again once a session has been Established for
/// <see cref="StableAfter"/>. An input that does not fit the state, such as a late TransportClosed, does nothing.
/// </summary>
public sealed class BgpSession(SessionOptions options)
{
    /// <summary>How long OpenSent waits (RFC 4271, section 8.2.2, "a large value").</summary>
    public static readonly TimeSpan OpenHoldTime = TimeSpan.FromMinutes(4);

    /// <summary>A session that ends sooner does not reset the growth of the pauses.</summary>
    public static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(30);

    private readonly AdjRibOut rib = new();
    private readonly BgpFramer framer = new();
    private readonly RetryBackoff backoff = new(options.ConnectRetry, options.JitterSeed);
    private readonly List<SessionAction> actions = [];
    private BgpAddress localAddress;
    private TimeSpan establishedAt;
    private TimeSpan? retryAt;
    private TimeSpan? connectBy;
    private TimeSpan? holdUntil;
    private TimeSpan? keepaliveAt;

    public SessionOptions Options => options;

    public SessionState State { get; private set; }

    /// <summary>Set in OpenConfirm and Established.</summary>
    public NegotiatedSession? Negotiated { get; private set; }

    /// <summary>Why the last attempt or session ended; empty: none has.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>UPDATEs of the peer that had a fault but did not end the session (RFC 7606).</summary>
    public int FaultyUpdates { get; private set; }

    /// <summary>What was sent to the peer and stands.</summary>
    public IReadOnlyDictionary<NlriPrefix, PathAttributes> Sent => rib.Sent;

    /// <summary>When <see cref="Tick"/> is due; null: only another input can change anything.</summary>
    public TimeSpan? NextDeadline => new[] { retryAt, connectBy, holdUntil, keepaliveAt }.Min();

    private bool HasTransport => State is SessionState.OpenSent or SessionState.OpenConfirm or SessionState.Established;

    public IReadOnlyList<SessionAction> Start(TimeSpan now) => Collect(() =>
    {
        // While a retry is pending the session is started already, and asking again must not defeat the damping.
        if (State == SessionState.Idle && retryAt is null)
        {
            Dial(now);
        }
    });

    /// <param name="reason">For the status here; the peer gets the subcode.</param>
    public IReadOnlyList<SessionAction> Stop(CeaseSubcode subcode, string reason) => Collect(() =>
    {
        var wasIdle = State == SessionState.Idle;
        var notification = HasTransport ? new NotificationMessage((byte)BgpErrorCode.Cease, (byte)subcode, []) : null;
        if (!wasIdle)
        {
            GoDown(SessionState.Idle, reason, notification, isOurs: true);
        }

        retryAt = null;
        backoff.Reset();
    });

    /// <param name="local">Our end: the next hop of routes that name none.</param>
    public IReadOnlyList<SessionAction> TransportOpened(BgpAddress local, TimeSpan now) => Collect(() =>
    {
        if (State != SessionState.Connect)
        {
            return;
        }

        State = SessionState.OpenSent;
        localAddress = local;
        connectBy = null;
        holdUntil = now + OpenHoldTime;
        framer.Reset();
        Send(OpenNegotiation.OurOpen(options));
    });

    /// <param name="message">What the system says about it; empty: the peer closed the connection.</param>
    public IReadOnlyList<SessionAction> TransportClosed(string message, TimeSpan now) => Collect(() =>
    {
        if (State == SessionState.Connect)
        {
            Retry(SessionState.Active, $"cannot connect: {Explain(message)}", null, isOurs: false, now, isOpen: false);
        }
        else if (HasTransport)
        {
            Retry(SessionState.Idle, $"connection lost in {State}: {Explain(message)}", null, isOurs: false, now, isOpen: false);
        }
    });

    /// <param name="bytes">A piece of the stream, cut anywhere.</param>
    public IReadOnlyList<SessionAction> Received(ReadOnlyMemory<byte> bytes, TimeSpan now) => Collect(() =>
    {
        var rest = bytes.Span;
        BgpError? error = null;
        while (HasTransport && framer.TryNext(ref rest, out var message, out error))
        {
            if (BgpMessageCodec.TryDecode(message, Negotiated?.Wire ?? default, out var decoded, out error))
            {
                Handle(decoded!, now);
            }
            else
            {
                break;
            }
        }

        if (HasTransport && error is not null)
        {
            Fail(error, now);
        }
    });

    /// <summary>To be called when <see cref="NextDeadline"/> has come; sooner does nothing.</summary>
    public IReadOnlyList<SessionAction> Tick(TimeSpan now) => Collect(() =>
    {
        if (retryAt <= now)
        {
            Dial(now);
        }
        else if (connectBy <= now)
        {
            Retry(SessionState.Active, $"cannot connect: no answer within {options.ConnectTimeout.TotalSeconds:0} s", null, isOurs: false, now);
        }
        else if (holdUntil <= now)
        {
            Fail(new(BgpErrorCode.HoldTimerExpired, 0, [], $"nothing heard from the peer for the hold time in {State}"), now);
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

    private void Handle(BgpMessage message, TimeSpan now)
    {
        switch (State, message)
        {
            case (_, NotificationMessage notification):
                Retry(SessionState.Idle, $"the peer ended the session: {notification}", notification, isOurs: false, now);
                break;
            case (SessionState.OpenSent, OpenMessage open):
                Confirm(open, now);
                break;
            case (SessionState.OpenConfirm, KeepaliveMessage):
                Establish(now);
                break;
            case (SessionState.Established, KeepaliveMessage):
                RestartHold(now);
                break;
            case (SessionState.Established, UpdateMessage update):
                FaultyUpdates += update.Treatment == UpdateTreatment.Accept ? 0 : 1;
                RestartHold(now);
                break;
            case (SessionState.Established, RouteRefreshMessage { Demarcation: 0 } refresh):
                rib.Refresh(refresh.Family);
                Flush(now);
                break;
            case (SessionState.Established, RouteRefreshMessage):
                break;
            default:
                // RFC 6608: subcodes 1, 2, 3 for OpenSent, OpenConfirm, Established.
                var subcode = (byte)(State - SessionState.OpenSent + 1);
                Fail(new(BgpErrorCode.FiniteStateMachine, subcode, [], $"unexpected {message.GetType().Name} in {State}"), now);
                break;
        }
    }

    private void Confirm(OpenMessage open, TimeSpan now)
    {
        if (!OpenNegotiation.TryNegotiate(options, open, out var negotiated, out var error))
        {
            Fail(error!, now);
            return;
        }

        Negotiated = negotiated;
        State = SessionState.OpenConfirm;
        Send(new KeepaliveMessage());
        RestartHold(now);
        ScheduleKeepalive(now);
    }

    private void Establish(TimeSpan now)
    {
        State = SessionState.Established;
        establishedAt = now;
        RestartHold(now);
        actions.Add(new SessionAction.BecameEstablished(Negotiated!));
        rib.BeginSession(new(Negotiated!.Wire, Negotiated.Families, localAddress));
        Flush(now);
    }

    private void Flush(TimeSpan now)
    {
        var updates = rib.TakeUpdates();
        actions.AddRange(updates.Select(update => new SessionAction.Send(update)));
        if (updates.Count > 0)
        {
            // An UPDATE tells the peer that we live as well as a KEEPALIVE does.
            ScheduleKeepalive(now);
        }
    }

    private void RestartHold(TimeSpan now) => holdUntil = Negotiated!.HoldTime > TimeSpan.Zero ? now + Negotiated.HoldTime : null;

    private void ScheduleKeepalive(TimeSpan now) => keepaliveAt = Negotiated!.KeepaliveTime > TimeSpan.Zero ? now + Negotiated.KeepaliveTime : null;

    private void Dial(TimeSpan now)
    {
        State = SessionState.Connect;
        retryAt = null;
        connectBy = now + options.ConnectTimeout;
        actions.Add(new SessionAction.OpenTransport());
    }

    private void Fail(BgpError error, TimeSpan now) => Retry(SessionState.Idle, error.Explanation, error.ToNotification(), isOurs: true, now);

    private void Retry(SessionState next, string reason, NotificationMessage? notification, bool isOurs, TimeSpan now, bool isOpen = true)
    {
        if (State == SessionState.Established && now - establishedAt >= StableAfter)
        {
            backoff.Reset();
        }

        GoDown(next, reason, notification, isOurs, isOpen);
        retryAt = now + backoff.Next();
    }

    private void GoDown(SessionState next, string reason, NotificationMessage? notification, bool isOurs, bool isOpen = true)
    {
        if (isOurs && notification is not null)
        {
            Send(notification);
        }

        if (isOpen && State is not SessionState.Active)
        {
            actions.Add(new SessionAction.CloseTransport());
        }

        State = next;
        Negotiated = null;
        (connectBy, holdUntil, keepaliveAt) = (null, null, null);
        LastError = reason;
        rib.EndSession();
        actions.Add(new SessionAction.WentDown(reason, notification));
    }

    private void Send(BgpMessage message) =>
        actions.Add(new SessionAction.Send(BgpMessageCodec.Encode(message, Negotiated?.Wire ?? default)));

    private IReadOnlyList<SessionAction> Collect(Action input)
    {
        actions.Clear();
        input();
        return [.. actions];
    }

    private static string Explain(string message) => message.Length > 0 ? message : "the peer closed it";
}
