using System.Collections.Concurrent;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Linux.Sockets;

/// <summary>
/// The TCP connections that the reactor asked for, by its numbers. Every attempt is a new socket. A connection tells its end once;
/// after <see cref="Close"/> it tells nothing more.
/// </summary>
public sealed class TcpDriver(Action<Fact> sink) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, TcpConnection> connections = new();

    /// <summary>How many connections are open or being opened.</summary>
    public int Count => connections.Count;

    public void Connect(NetworkCommand.Connect command)
    {
        var connection = new TcpConnection(command, sink, () => connections.TryRemove(command.Connection, out _));
        if (connections.TryAdd(command.Connection, connection))
        {
            connection.Start();
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
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(connections.Values.Select(connection => connection.DisposeAsync().AsTask()));
}
