using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using LbController.Core.Addresses;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Linux.Sockets;

/// <summary>One TCP connection from its attempt to its end.</summary>
internal sealed class TcpConnection : IAsyncDisposable
{
    /// <summary>With an MD5 key even a closed port stays silent, so an attempt needs a deadline of its own.</summary>
    public static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(10);

    /// <summary>How long a closing connection may take to get rid of what was sent before.</summary>
    public static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);

    /// <summary>A connection that takes nothing for this long is told of.</summary>
    public static readonly TimeSpan StallAfter = TimeSpan.FromSeconds(5);

    private const int MostWaiting = 4096;
    private const int ReceiveSize = 16 * 1024;

    private readonly long number;
    private readonly Func<CancellationToken, Task<Socket>> open;
    private readonly Func<Socket, NetworkFact> begun;
    private readonly Action<Fact> sink;
    private readonly Action forget;
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<ReadOnlyMemory<byte>> waiting = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isOpen;
    private volatile bool isClosing;
    private volatile string fault = "";

    private TcpConnection(long number, Func<CancellationToken, Task<Socket>> open, Func<Socket, NetworkFact> begun, Action<Fact> sink, Action forget) =>
        (this.number, this.open, this.begun, this.sink, this.forget) = (number, open, begun, sink, forget);

    /// <summary>One that is to be opened.</summary>
    public static TcpConnection To(NetworkCommand.Connect command, Action<Fact> sink, Action forget) =>
        new(command.Connection, stop => ConnectAsync(command, stop), socket => new NetworkFact.TcpOpened(command.Connection, LocalAddressOf(socket)), sink, forget);

    /// <summary>One that a peer has opened.</summary>
    public static TcpConnection From(long number, Socket accepted, Address remote, string device, Action<Fact> sink, Action forget) =>
        new(number, _ => Task.FromResult(accepted), socket => new NetworkFact.TcpOffered(number, remote, device, LocalAddressOf(socket)), sink, forget);

    public void Start() => _ = RunAsync();

    /// <summary>Queues bytes, also before the connection is open. A peer that lets too much pile up loses the connection.</summary>
    public void Send(ReadOnlyMemory<byte> bytes)
    {
        if (!waiting.Writer.TryWrite(bytes) && !isClosing)
        {
            fault = $"the peer takes nothing: {MostWaiting} messages are waiting";
            stop.Cancel();
        }
    }

    public void Close()
    {
        isClosing = true;
        waiting.Writer.TryComplete();
        if (isOpen)
        {
            stop.CancelAfter(CloseDeadline);
        }
        else
        {
            stop.Cancel();
        }
    }

    /// <summary>Closes and waits until nothing of the connection is left.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await ended.Task;
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        var message = "";
        try
        {
            using var socket = await open(stop.Token);
            isOpen = true;
            stop.Token.ThrowIfCancellationRequested();
            Post(begun(socket));
            await CarryAsync(socket);
        }
        catch (OperationCanceledException)
        {
            message = fault.Length > 0 ? fault : $"no answer within {ConnectDeadline.TotalSeconds} s; the router is away, or its password is another one";
        }
        catch (Exception failure) when (failure is SocketException or PlatformNotSupportedException or ArgumentException)
        {
            message = failure.Message;
        }
        finally
        {
            forget();
            Post(new NetworkFact.TcpClosed(number, message));
            ended.SetResult();
        }
    }

    private static async Task<Socket> ConnectAsync(NetworkCommand.Connect command, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(ConnectDeadline);
        var socket = TcpSocket.Create(command);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(TcpSocket.Scoped(command.Remote, command.LinkIndex), command.Port), deadline.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends and receives until either side ends. The side that fails first ends the other.</summary>
    private async Task CarryAsync(Socket socket)
    {
        var sending = SendAllAsync(socket);
        var receiving = ReceiveAllAsync(socket);
        var first = await Task.WhenAny(sending, receiving);
        if (first == receiving || first.IsFaulted)
        {
            await stop.CancelAsync();
        }

        await first;
        await (first == sending ? receiving : sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAllAsync(Socket socket)
    {
        await foreach (var bytes in waiting.Reader.ReadAllAsync(stop.Token))
        {
            for (var rest = bytes; !rest.IsEmpty;)
            {
                rest = rest[await SendAsync(socket, rest)..];
            }
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    private async Task<int> SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        var sending = socket.SendAsync(bytes, stop.Token);
        if (sending.IsCompleted)
        {
            return await sending;
        }

        var end = sending.AsTask();
        if (await Task.WhenAny(end, Task.Delay(StallAfter, stop.Token)) != end)
        {
            Post(new NetworkFact.TcpStalled(number, IsStalled: true));
            await ((Task)end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Post(new NetworkFact.TcpStalled(number, IsStalled: false));
        }

        return await end;
    }

    private async Task ReceiveAllAsync(Socket socket)
    {
        var buffer = new byte[ReceiveSize];
        while (await socket.ReceiveAsync(buffer, stop.Token) is > 0 and var length)
        {
            Post(new NetworkFact.TcpReceived(number, buffer.AsSpan(0, length).ToArray()));
        }
    }

    private void Post(NetworkFact fact)
    {
        if (!isClosing)
        {
            sink(fact);
        }
    }

    private static Address LocalAddressOf(Socket socket) => Address.From(((IPEndPoint)socket.LocalEndPoint!).Address);
}
