using System.Net;
using System.Net.Sockets;
using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Protocols.Ndp;
using Microsoft.Extensions.Logging;

namespace LbController.Linux.Capture;

/// <summary>
/// The membership of links in the solicited-node groups of the IPv6 addresses that they answer for (RFC 4861, 7.2.1): without it neither the
/// network card nor a switch that listens to MLD lets solicitations through. The kernel speaks MLD; the sockets only hold memberships.
/// </summary>
internal sealed partial class SolicitedNodeGroups(ILogger logger) : IDisposable
{
    private readonly SortedDictionary<(int LinkIndex, UInt128 Group), Socket> joined = [];
    private readonly List<Socket> sockets = [];

    /// <summary>Joins what is new, leaves what is gone; what could not be joined is tried again at the next call.</summary>
    /// <param name="table">What is answered for.</param>
    /// <param name="isOpen">Whether a link is there and up.</param>
    public void Follow(AnnouncementTable table, Predicate<int> isOpen)
    {
        var wanted = new SortedSet<(int LinkIndex, UInt128 Group)>(table.Sorted()
            .Where(entry => entry.Address.Family == IpFamily.V6 && isOpen(entry.LinkIndex))
            .Select(entry => (entry.LinkIndex, NdpAddress.SolicitedNode(entry.Address.Value))));
        foreach (var membership in joined.Keys.Where(membership => !wanted.Contains(membership)).ToList())
        {
            Leave(membership);
        }

        foreach (var membership in wanted.Where(membership => !joined.ContainsKey(membership)))
        {
            Join(membership);
        }
    }

    public void Dispose()
    {
        joined.Clear();
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        sockets.Clear();
    }

    private void Join((int LinkIndex, UInt128 Group) membership)
    {
        try
        {
            // A socket holds as many memberships as its option memory allows; then another one goes on.
            if (sockets.Count == 0 || !TryJoin(sockets[^1], membership))
            {
                sockets.Add(new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp));
                TryJoin(sockets[^1], membership);
            }
        }
        catch (SocketException failure)
        {
            CannotJoin(Text(membership.Group), membership.LinkIndex, failure.Message);
        }
    }

    private bool TryJoin(Socket socket, (int LinkIndex, UInt128 Group) membership)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, Option(membership));
            joined[membership] = socket;
            return true;
        }
        catch (SocketException full) when (full.SocketErrorCode == SocketError.NoBufferSpaceAvailable && socket == sockets[^1] && joined.ContainsValue(socket))
        {
            return false;
        }
    }

    private void Leave((int LinkIndex, UInt128 Group) membership)
    {
        joined.Remove(membership, out var socket);
        try
        {
            socket!.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.DropMembership, Option(membership));
        }
        catch (SocketException)
        {
            // The link has gone, and its memberships with it.
        }
    }

    private static IPv6MulticastOption Option((int LinkIndex, UInt128 Group) membership) => new(Text(membership.Group), membership.LinkIndex);

    private static IPAddress Text(UInt128 group) => new Address(IpFamily.V6, group).ToIPAddress();

    [LoggerMessage(EventId = 303, Level = LogLevel.Warning, Message = "cannot join {Group} on link {LinkIndex}: {Why}; is IPv6 off there?")]
    private partial void CannotJoin(IPAddress group, int linkIndex, string why);
}
