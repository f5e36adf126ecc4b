using LbController.Protocols.Bgp.Messages;

namespace LbController.Protocols.Bgp.Session;

/// <content>Connections: how they begin, collide and end.</content>
public sealed partial class BgpSession
{
    private void Dial(TimeSpan now)
    {
        retryAt = null;
        if (Options.IsPassive || IsHeld)
        {
            State = SessionState.Active;
            return;
        }

        State = SessionState.Connect;
        connectBy = now + Options.ConnectTimeout;
        actions.Add(new SessionAction.OpenTransport());
    }

    private void Greet(LocalEnds local, TimeSpan now)
    {
        State = SessionState.OpenSent;
        ends = local;
        retryAt = null;
        connectBy = null;
        holdUntil = now + OpenHoldTime;
        framer.Reset();
        ourOpen = OpenNegotiation.OurOpen(Options, refusedCapabilities);
        Send(ourOpen);
    }

    /// <summary>Decides about the connection that the peer has opened, unless that needs its OPEN on ours first (RFC 4271, section 6.8).</summary>
    private void Judge(TimeSpan now)
    {
        switch (State)
        {
            case SessionState.Idle when retryAt is null:
            case SessionState.Idle or SessionState.Active when IsHeld:
                Refuse(CeaseSubcode.ConnectionRejected);
                break;
            case SessionState.Idle or SessionState.Connect or SessionState.Active:
                if (State == SessionState.Connect)
                {
                    actions.Add(new SessionAction.CloseTransport());
                }

                Take(now);
                break;
            case SessionState.OpenConfirm:
                KeepsOurs(Negotiated!, now);
                break;
            case SessionState.Established when Negotiated!.IsGraceful:
                // RFC 4724, section 4.2: the peer has started anew, what we have is a dead connection.
                GoDown(SessionState.Idle, "the peer has started anew", null, isOurs: false);
                Take(now);
                break;
            case SessionState.Established:
                Refuse(CeaseSubcode.ConnectionCollision);
                break;
        }
    }

    /// <summary>Two connections: the side with the higher identifier keeps its own.</summary>
    /// <returns>False: the connection is another one now.</returns>
    private bool KeepsOurs(NegotiatedSession peer, TimeSpan now)
    {
        if ((Options.RouterId, Options.LocalAs).CompareTo((peer.PeerRouterId, peer.PeerAs)) > 0)
        {
            Refuse(CeaseSubcode.ConnectionCollision);
            return true;
        }

        Send(NotificationMessage.Cease(CeaseSubcode.ConnectionCollision));
        actions.Add(new SessionAction.CloseTransport());
        ClearConnection();
        Take(now);
        return false;
    }

    private void Take(TimeSpan now)
    {
        var local = offered!;
        offered = null;
        actions.Add(new SessionAction.TakeOffered());
        Greet(local, now);
    }

    private void Refuse(CeaseSubcode subcode)
    {
        offered = null;
        Counters.NotificationsSent++;
        actions.Add(new SessionAction.RefuseOffered(BgpMessageCodec.Encode(NotificationMessage.Cease(subcode), default)));
    }

    private void Fail(BgpError error, TimeSpan now) => Retry(SessionState.Idle, error.Explanation, error.ToNotification(), isOurs: true, now);

    private void Retry(SessionState next, string reason, NotificationMessage? notification, bool isOurs, TimeSpan now, bool isOpen = true)
    {
        if (State == SessionState.Established && now - establishedAt >= StableAfter)
        {
            backoff.Reset();
        }

        GoDown(next, reason, notification, isOurs, isOpen);
        if (offered is not null)
        {
            Take(now);
        }
        else
        {
            retryAt = now + backoff.Next(Options.ConnectRetry);
        }
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
        ClearConnection();
        LastError = reason;
        rib.EndSession();
        actions.Add(new SessionAction.WentDown(reason, notification));
    }

    private void ClearConnection()
    {
        Negotiated = null;
        ourOpen = null;
        (connectBy, holdUntil, keepaliveAt, sendHoldUntil) = (null, null, null, null);
    }

    /// <summary>A Cease that means that our routes are to go says so also to a peer that keeps them over a NOTIFICATION.</summary>
    private NotificationMessage Farewell(CeaseSubcode subcode, string reason)
    {
        var cease = NotificationMessage.Cease(subcode, reason);
        var isForGood = subcode is CeaseSubcode.AdministrativeShutdown or CeaseSubcode.PeerDeconfigured or CeaseSubcode.BfdDown;
        return isForGood && Negotiated is { KeepsOnNotification: true } ? cease.AsHardReset() : cease;
    }
}
