using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;
using LbController.Engine.Paths;

namespace LbController.Engine.Commands;

/// <summary>Commands to the node's own network, carried out by the Linux adapters.</summary>
public abstract record NetworkCommand : Command
{
    /// <summary>Replaces the table that the packet loops answer from, in one step.</summary>
    public sealed record PublishTable(AnnouncementTable Table) : NetworkCommand;

    /// <summary>Sends one gratuitous ARP request and one gratuitous ARP reply for an IPv4 address on a link (RFC 5227, 3).</summary>
    public sealed record SendGratuitous(int LinkIndex, Address Address) : NetworkCommand;

    /// <summary>Asks on a link whether anybody has an address: an ARP probe (RFC 5227, 2.1.1) or a solicitation from nobody (RFC 4862, 5.4.2).</summary>
    public sealed record SendProbe(int LinkIndex, Address Address) : NetworkCommand;

    /// <summary>From now on <see cref="Facts.NetworkFact.AddressSeen"/> tells who else has one of these addresses.</summary>
    public sealed record WatchFor(ValueArray<Address> Addresses) : NetworkCommand;

    /// <summary>
    /// Lets the packet loops answer until this moment of the reactor's clock and no longer: a process that hangs or was paused falls silent
    /// by itself, before another node takes over. <see cref="TimeSpan.MaxValue"/>: without end.
    /// </summary>
    public sealed record AnswerUntil(TimeSpan Deadline) : NetworkCommand;

    /// <summary>Sends a liveness datagram to all speakers on a link.</summary>
    public sealed record SendDatagram(int LinkIndex, ReadOnlyMemory<byte> Bytes) : NetworkCommand;

    /// <summary>
    /// A liveness datagram for the case that the reactor does not come round in time, because it thinks, or its process is short of processor
    /// time: sent at <paramref name="Due"/> unless a <see cref="SendDatagram"/> came before. Not sent when by then nothing has left for almost
    /// <paramref name="AnswerFor"/>, for then the whole process was paused, and others have buried it. <see cref="Facts.NetworkFact.SpareSent"/> tells.
    /// </summary>
    /// <param name="LinkIndex">The link.</param>
    /// <param name="Bytes">The datagram.</param>
    /// <param name="Due">A moment of the reactor's clock.</param>
    /// <param name="AnswerFor">So long after it was sent the packet loops answer on, as after <see cref="AnswerUntil"/>.</param>
    public sealed record SendSpare(int LinkIndex, ReadOnlyMemory<byte> Bytes, TimeSpan Due, TimeSpan AnswerFor) : NetworkCommand;

    /// <summary>
    /// Opens a TCP connection; <see cref="Facts.NetworkFact.TcpOpened"/> or <see cref="Facts.NetworkFact.TcpClosed"/> answers.
    /// <paramref name="Connection"/> is never used twice. The text form never shows the password.
    /// </summary>
    /// <param name="Connection">The number under which later facts and commands name this connection.</param>
    /// <param name="Remote">The peer.</param>
    /// <param name="Port">Its port.</param>
    /// <param name="Source">The address to speak from; null: the kernel's choice.</param>
    /// <param name="Password">The TCP MD5 key (RFC 2385); empty: none.</param>
    /// <param name="TimeToLive">The TTL or hop limit of packets sent; 0: the kernel's choice.</param>
    public sealed record Connect(long Connection, Address Remote, int Port, Address? Source, string Password, int TimeToLive) : NetworkCommand
    {
        /// <summary>The VRF device to speak from (SO_BINDTODEVICE); empty: the main table.</summary>
        public string Device { get; init; } = "";

        /// <summary>The link that a link-local peer is on; 0: it is none.</summary>
        public int LinkIndex { get; init; }

        /// <summary>Bytes that the peer's kernel does not take for this long end the connection (TCP_USER_TIMEOUT).</summary>
        public TimeSpan UserTimeout { get; init; } = TimeSpan.FromMinutes(1);

        public override string ToString() => $"Connect {{ {Connection}: {Remote} port {Port} from {Source} }}";
    }

    /// <summary>Sends bytes on an open connection, after all that was sent before.</summary>
    public sealed record SendTcp(long Connection, ReadOnlyMemory<byte> Bytes) : NetworkCommand;

    /// <summary>Closes a connection, after what was sent has left, or gives up an attempt. Closing an unknown one does nothing.</summary>
    public sealed record CloseTcp(long Connection) : NetworkCommand;

    /// <summary>
    /// Takes connections of these peers and of no others on a port; none: does not listen. What comes in is told by
    /// <see cref="Facts.NetworkFact.TcpOffered"/>, and is kept or closed like one that we have opened.
    /// </summary>
    public sealed record ListenTcp(int Port, ValueArray<ListenTarget> Peers) : NetworkCommand;

    /// <summary>
    /// On these links and no others, says by router advertisements (RFC 4861) that this node is there, as no default router, and tells by
    /// <see cref="Facts.NetworkFact.RouterSeen"/> of those that come in.
    /// </summary>
    public sealed record GreetRouters(ValueArray<int> LinkIndexes) : NetworkCommand;

    /// <summary>Has BFD sessions with these and no others; <see cref="Facts.NetworkFact.PathSeen"/> and <see cref="Facts.NetworkFact.PathLost"/> tell of them.</summary>
    public sealed record WatchPaths(ValueArray<PathTarget> Targets) : NetworkCommand;
}
