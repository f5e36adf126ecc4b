using LbController.Protocols.Bgp.Messages;

namespace LbController.Protocols.Bgp.Session;

/// <summary>What a session asks of its surroundings, to be done in order.</summary>
public abstract record SessionAction
{
    /// <summary>Open TCP to the peer and answer with <see cref="BgpSession.TransportOpened"/> or <see cref="BgpSession.TransportClosed"/>.</summary>
    public sealed record OpenTransport : SessionAction;

    /// <summary>From now on, the connection is the one that the peer has opened, with all that has come in on it.</summary>
    public sealed record TakeOffered : SessionAction;

    /// <summary>Write these bytes to the connection that the peer has opened, and close that one.</summary>
    public sealed record RefuseOffered(ReadOnlyMemory<byte> Bytes) : SessionAction;

    /// <summary>Write these bytes to the connection.</summary>
    public sealed record Send(ReadOnlyMemory<byte> Bytes) : SessionAction;

    /// <summary>Close the connection, or give up opening it, after what was sent before; nothing of it may reach the session any more.</summary>
    public sealed record CloseTransport : SessionAction;

    public sealed record BecameEstablished(NegotiatedSession Negotiated) : SessionAction;

    /// <summary>An attempt or a session ended.</summary>
    /// <param name="Reason">For a person, with who caused it.</param>
    /// <param name="Notification">What was sent or received; null: neither.</param>
    public sealed record WentDown(string Reason, NotificationMessage? Notification) : SessionAction;
}
