using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Engine.Commands;
using LbController.Protocols.Bfd;
using LbController.Protocols.Wire;

namespace LbController.Engine.Facts;

/// <summary>Facts about the node's own network, from the Linux adapters.</summary>
public abstract record NetworkFact : Fact
{
    /// <summary>A link exists and now looks like this.</summary>
    public sealed record LinkSeen(LinkSnapshot Link) : NetworkFact;

    /// <summary>A link is gone.</summary>
    public sealed record LinkGone(int Index) : NetworkFact;

    /// <summary>Which links never announce, as the user wants it; before this, <see cref="InterfaceExclusion.Default"/> holds.</summary>
    public sealed record ExclusionRead(InterfaceExclusion Exclusion) : NetworkFact;

    /// <summary>A frame that is not this link's own says that somebody has an address that is watched for.</summary>
    /// <param name="LinkIndex">The link it came in on.</param>
    /// <param name="Address">The address.</param>
    /// <param name="Mac">Who has it.</param>
    /// <param name="IsProbe">The sender only asks whether it may have it (RFC 5227, 1.1; RFC 4862, 5.4.3).</param>
    public sealed record AddressSeen(int LinkIndex, Address Address, MacAddress Mac, bool IsProbe) : NetworkFact;

    /// <summary>A host on a link has spoken by ARP or NDP: the link carries frames. A few in a second are told of, not all.</summary>
    /// <param name="LinkIndex">The link it came in on.</param>
    /// <param name="Address">An address of the host.</param>
    /// <param name="Mac">Its hardware address; not one of this link.</param>
    public sealed record HostSeen(int LinkIndex, Address Address, MacAddress Mac) : NetworkFact;

    /// <summary>A TCP connection that <see cref="NetworkCommand.Connect"/> asked for is open.</summary>
    /// <param name="Connection">The number that the command carried.</param>
    /// <param name="LocalAddress">Our end: the BGP next hop unless told otherwise.</param>
    public sealed record TcpOpened(long Connection, Address LocalAddress) : NetworkFact;

    /// <summary>A peer has opened a connection to us, as <see cref="NetworkCommand.ListenTcp"/> allowed.</summary>
    /// <param name="Connection">Its number: negative, and never used twice.</param>
    /// <param name="Remote">The peer.</param>
    /// <param name="Device">The VRF device that it came by; empty: the main table.</param>
    /// <param name="LocalAddress">Our end.</param>
    public sealed record TcpOffered(long Connection, Address Remote, string Device, Address LocalAddress) : NetworkFact;

    /// <summary>A router advertisement came in on one of the links of <see cref="NetworkCommand.GreetRouters"/>.</summary>
    /// <param name="LinkIndex">The link.</param>
    /// <param name="Router">The sender's link-local address.</param>
    public sealed record RouterSeen(int LinkIndex, Address Router) : NetworkFact;

    /// <summary>Bytes came in on a connection, cut anywhere.</summary>
    public sealed record TcpReceived(long Connection, ReadOnlyMemory<byte> Bytes) : NetworkFact;

    /// <summary>A connection could not be opened, or ended. <paramref name="Message"/> says why; empty: the peer closed it.</summary>
    public sealed record TcpClosed(long Connection, string Message) : NetworkFact;

    /// <summary>A connection has taken no bytes for a while, or takes them again.</summary>
    public sealed record TcpStalled(long Connection, bool IsStalled) : NetworkFact;

    /// <summary>BFD has found that a peer cannot be reached any more.</summary>
    /// <param name="Peer">Its address.</param>
    /// <param name="Vrf">The VRF device that leads there; empty: the main table.</param>
    /// <param name="Reason">For people.</param>
    public sealed record PathLost(Address Peer, string Vrf, string Reason) : NetworkFact
    {
        /// <summary>
        /// The peer's BFD outlives its control plane (the C bit), so what is lost is the way to it. Otherwise it may be restarting
        /// (RFC 5882, section 4.3.2).
        /// </summary>
        public bool IsForwardingLost { get; init; }
    }

    /// <summary>A BFD session is in this state now.</summary>
    /// <param name="Peer">The other side.</param>
    /// <param name="Vrf">The VRF device that leads there; empty: the main table.</param>
    /// <param name="State">Our side's state.</param>
    public sealed record PathSeen(Address Peer, string Vrf, BfdState State) : NetworkFact;

    /// <summary>BFD packets of a peer come from farther away than is allowed, and are not believed. Told once for each session and after each change of its options.</summary>
    /// <param name="Peer">The other side.</param>
    /// <param name="Vrf">The VRF device that leads there; empty: the main table.</param>
    /// <param name="TimeToLive">What they arrive with.</param>
    /// <param name="Least">What they must arrive with.</param>
    public sealed record PathTooFar(Address Peer, string Vrf, int TimeToLive, int Least) : NetworkFact;

    /// <summary>A <see cref="NetworkCommand.SendSpare"/> left: others know that this node lives, although the reactor did not come round.</summary>
    /// <param name="At">When, by the reactor's clock.</param>
    public sealed record SpareSent(TimeSpan At) : NetworkFact;

    /// <summary>A liveness datagram came in on a link.</summary>
    public sealed record DatagramReceived(int LinkIndex, Address From, ReadOnlyMemory<byte> Bytes) : NetworkFact;

    /// <summary>The keys by which speakers trust each other were read anew: all are accepted, the first one seals.</summary>
    public sealed record LivenessKeysRead(IReadOnlyList<ReadOnlyMemory<byte>> Keys) : NetworkFact;
}
