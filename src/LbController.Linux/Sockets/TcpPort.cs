using System.Net;
using System.Net.Sockets;
using LbController.Core.Addresses;
using LbController.Engine.Commands;

namespace LbController.Linux.Sockets;

/// <summary>
/// A port of one address family in one VRF on which peers may open connections. Whoever is no peer is closed at once, without a word. Keys are the
/// socket's: when one of them changes or goes, the port is opened anew, which costs no connection.
/// </summary>
internal sealed class TcpPort : IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);

    private readonly IpFamily family;
    private readonly string device;
    private readonly int port;
    private readonly Action<Socket, Address, string> accepted;
    private Socket socket;
    private volatile HashSet<Address> allowed = [];
    private Dictionary<Address, string> keys = [];

    /// <param name="family">Of the peers.</param>
    /// <param name="device">The VRF device; empty: the main table.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="accepted">Takes the socket, the peer's address and the device.</param>
    /// <exception cref="SocketException">The port cannot be had.</exception>
    /// <exception cref="ArgumentException">The device is not there.</exception>
    public TcpPort(IpFamily family, string device, int port, Action<Socket, Address, string> accepted)
    {
        (this.family, this.device, this.port, this.accepted) = (family, device, port, accepted);
        socket = TcpSocket.Listening(family, device, port);
        _ = AcceptAsync(socket);
    }

    /// <summary>From now on these peers and no others.</summary>
    public void Allow(IReadOnlyCollection<ListenTarget> peers)
    {
        var next = peers.Where(peer => peer.Password.Length > 0).GroupBy(peer => peer.Peer).ToDictionary(group => group.Key, group => group.First());
        if (keys.Any(known => !next.TryGetValue(known.Key, out var kept) || kept.Password != known.Value))
        {
            socket.Dispose();
            keys = [];
            socket = TcpSocket.Listening(family, device, port);
            _ = AcceptAsync(socket);
        }

        foreach (var peer in next.Values.Where(peer => keys.TryAdd(peer.Peer, peer.Password)))
        {
            TcpSocket.SetPassword(socket, peer.Peer, peer.LinkIndex, peer.Password);
        }

        allowed = [.. peers.Select(peer => peer.Peer)];
    }

    public void Dispose() => socket.Dispose();

    private async Task AcceptAsync(Socket listening)
    {
        while (true)
        {
            try
            {
                var connection = await listening.AcceptAsync();
                var remote = Address.From(((IPEndPoint)connection.RemoteEndPoint!).Address);
                if (allowed.Contains(remote))
                {
                    connection.NoDelay = true;
                    accepted(connection, remote, device);
                }
                else
                {
                    connection.Dispose();
                }
            }
            catch (SocketException failure) when (failure.SocketErrorCode is not (SocketError.OperationAborted or SocketError.Interrupted))
            {
                // One that is gone again, or no descriptors are left: others may come.
                await Task.Delay(PauseAfterFailure);
            }
            catch (Exception end) when (end is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}
