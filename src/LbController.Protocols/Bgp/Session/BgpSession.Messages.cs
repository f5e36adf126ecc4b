using LbController.Protocols.Bgp.Messages;

namespace LbController.Protocols.Bgp.Session;

/// <content>Messages: what comes in and what goes out.</content>
public sealed partial class BgpSession
{
    private const byte UnsupportedParameter = 4;
    private const byte UnsupportedCapability = 7;

    /// <param name="bytes">A piece of the stream, cut anywhere.</param>
    public IReadOnlyList<SessionAction> Received(ReadOnlyMemory<byte> bytes, TimeSpan now) => Collect(() =>
    {
        var rest = bytes.Span;
        BgpError? error = null;
        while (HasTransport && framer.TryNext(ref rest, out var message, out error))
        {
            if (!BgpMessageCodec.TryDecode(message, Negotiated?.Wire ?? default, out var decoded, out error))
            {
                break;
            }

            var before = ourOpen;
            Handle(decoded!, now);
            if (!ReferenceEquals(before, ourOpen))
            {
                // The connection that these bytes belong to is not ours any more.
                return;
            }
        }

        if (HasTransport && error is not null)
        {
            Fail(error, now);
        }
    });

    private void Handle(BgpMessage message, TimeSpan now)
    {
        Count(message);
        switch (State, message)
        {
            case (_, NotificationMessage notification):
                LearnRefused(notification);
                Retry(SessionState.Idle, $"the peer ended the session: {notification}{(IsRefusal(notification) ? SecondSession() : "")}", notification, isOurs: false, now);
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
                Counters.RoutesReceived += update.Announced.Count;
                Counters.FaultyUpdates += update.Treatment == UpdateTreatment.Accept ? 0 : 1;
                RestartHold(now);
                break;
            case (SessionState.Established, RouteRefreshMessage refresh):
                RestartHold(now);
                Refresh(refresh, now);
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
        if (!OpenNegotiation.TryNegotiate(Options, ourOpen!, open, out var negotiated, out var error))
        {
            Fail(error!, now);
            return;
        }

        if (offered is not null && !KeepsOurs(negotiated!, now))
        {
            return;
        }

        Negotiated = negotiated;
        framer.AllowsExtended = negotiated!.Wire.ExtendedMessages;
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
        rib.BeginSession(new(Negotiated!.Wire, Negotiated.Families, ends!));
        Flush(now);
    }

    private void Refresh(RouteRefreshMessage refresh, TimeSpan now)
    {
        // Of the demarcations of a peer, which we keep no routes of, nothing follows (RFC 7313, section 4).
        if (refresh.Demarcation != RouteRefreshMessage.Request || !Negotiated!.Families.Contains(refresh.Family))
        {
            return;
        }

        Flush(now);
        rib.Refresh(refresh.Family);
        Demarcate(refresh.Family, RouteRefreshMessage.Begin);
        Flush(now);
        Demarcate(refresh.Family, RouteRefreshMessage.End);
    }

    private void Demarcate(BgpFamily family, byte demarcation)
    {
        if (Negotiated!.HasEnhancedRefresh)
        {
            Send(new RouteRefreshMessage(family, demarcation));
        }
    }

    /// <summary>It came before the session stood, and says that there should be none or is one already.</summary>
    private bool IsRefusal(NotificationMessage notification) => State != SessionState.Established
        && notification is { Code: (byte)BgpErrorCode.Cease, Subcode: (byte)CeaseSubcode.ConnectionRejected or (byte)CeaseSubcode.ConnectionCollision };

    /// <summary>RFC 5492, section 3: what the peer does not bear is left out the next time.</summary>
    private void LearnRefused(NotificationMessage notification)
    {
        if (notification.Code != (byte)BgpErrorCode.OpenMessage || ourOpen is null || State != SessionState.OpenSent)
        {
            return;
        }

        var named = new List<BgpCapability>();
        if (notification.Subcode == UnsupportedCapability && CapabilityCodec.TryDecode(notification.Data.AsSpan(), named) && named.Count > 0)
        {
            // A peer that names a family wants it of us; leaving families out would not help.
            refusedCapabilities.UnionWith(named.Where(capability => capability is not BgpCapability.MultiProtocol).Select(CapabilityCodec.CodeOf));
        }
        else if (notification.Subcode is UnsupportedParameter or UnsupportedCapability)
        {
            refusedCapabilities.UnionWith(ourOpen.Capabilities.Select(CapabilityCodec.CodeOf));
        }
    }

    private void Flush(TimeSpan now)
    {
        var updates = rib.TakeUpdates();
        actions.AddRange(updates.Select(update => new SessionAction.Send(update)));
        Counters.UpdatesSent += updates.Count;
        if (updates.Count > 0)
        {
            // An UPDATE tells the peer that we live as well as a KEEPALIVE does.
            ScheduleKeepalive(now);
        }
    }

    private void RestartHold(TimeSpan now) => holdUntil = Negotiated!.HoldTime > TimeSpan.Zero ? now + Negotiated.HoldTime : null;

    private void ScheduleKeepalive(TimeSpan now) => keepaliveAt = Negotiated!.KeepaliveTime > TimeSpan.Zero ? now + Negotiated.KeepaliveTime : null;

    private void Send(BgpMessage message)
    {
        actions.Add(new SessionAction.Send(BgpMessageCodec.Encode(message, Negotiated?.Wire ?? default)));
        _ = message switch
        {
            OpenMessage => Counters.OpensSent++,
            KeepaliveMessage => Counters.KeepalivesSent++,
            NotificationMessage => Counters.NotificationsSent++,
            _ => Counters.RouteRefreshesSent++,
        };
    }

    private void Count(BgpMessage message) => _ = message switch
    {
        OpenMessage => Counters.OpensReceived++,
        KeepaliveMessage => Counters.KeepalivesReceived++,
        NotificationMessage => Counters.NotificationsReceived++,
        UpdateMessage => Counters.UpdatesReceived++,
        _ => Counters.RouteRefreshesReceived++,
    };
}
