using System.Collections.Concurrent;
using System.Net.Sockets;
using LbController.Core.Addresses;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using Microsoft.Extensions.Logging;

namespace LbController.Linux.Sockets;

/// <summary>
/// The TCP connections that the reactor asked for, by its numbers. Every attempt is a new socket. A connection tells its end once;
/// after <see cref="Close"/> it tells nothing more.
/// </summary>
public sealed partial class TcpDriver(Action<Fact> sink, ILogger<TcpDriver> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, TcpConnection> connections = new();
    private readonly Dictionary<(IpFamily Family, string Device), TcpPort> ports = [];
    private long accepted;

    /// <summary>How many connections are open or being opened.</summary>
    public int Count => connections.Count;

    public void Connect(NetworkCommand.Connect command)
    {
        var connection = TcpConnection.To(command, sink, () => connections.TryRemove(command.Connection, out _));
        if (connections.TryAdd(command.Connection, connection))
        {
            connection.Start();
        }
    }

    /// <summary>Takes connections of these peers and of no others. A port that cannot be had is told and tried again with the next change.</summary>
    public void Listen(NetworkCommand.ListenTcp command)
    {
        var wanted = command.Peers.ToLookup(peer => (peer.Peer.Family, peer.Device));
        foreach (var gone in ports.Keys.Where(key => !wanted.Contains(key)).ToList())
        {
            ports.Remove(gone, out var port);
            port?.Dispose();
        }

        foreach (var group in wanted)
        {
            try
            {
                if (!ports.TryGetValue(group.Key, out var port))
                {
                    ports[group.Key] = port = new TcpPort(group.Key.Family, group.Key.Device, command.Port, Accepted);
                }

                port.Allow([.. group]);
            }
            catch (Exception failure) when (failure is SocketException or ArgumentException)
            {
                CannotListen(command.Port, group.Key.Family, group.Key.Device, failure.Message);
            }
        }
    }

    /// <summary>Bytes for a connection that has ended meanwhile are dropped: its end is told already.</summary>
    public void Send(long number, ReadOnlyMemory<byte> bytes)
    {
        if (connections.TryGetValue(number, out var connection))
        {
            connection.Send(bytes);
        }
    }

    /// <summary>Closes after what was sent has left. An unknown number does nothing.</summary>
    public void Close(long number)
    {
        if (connections.TryGetValue(number, out var connection))
        {
            connection.Close();
        }
    }

    /// <summary>Closes all and waits until each has ended; that takes no longer than <see cref="TcpConnection.CloseDeadline"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var port in ports.Values)
        {
            port.Dispose();
        }

        await Task.WhenAll(connections.Values.Select(connection => connection.DisposeAsync().AsTask()));
    }

    private void Accepted(Socket socket, Address remote, string device)
    {
        var number = Interlocked.Decrement(ref accepted);
        var connection = TcpConnection.From(number, socket, remote, device, sink, () => connections.TryRemove(number, out _));
        connections[number] = connection;
        connection.Start();
    }

    [LoggerMessage(EventId = 340, Level = LogLevel.Warning, Message = "cannot listen on TCP port {Port} ({Family} {Device}): {Why}")]
    private partial void CannotListen(int port, IpFamily family, string device, string why);
}
