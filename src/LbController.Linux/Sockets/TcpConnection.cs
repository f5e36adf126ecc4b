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

    private readonly NetworkCommand.Connect command;
    private readonly Action<Fact> sink;
    private readonly Action forget;
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<ReadOnlyMemory<byte>> waiting = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isOpen;
    private volatile bool isClosing;
    private volatile string fault = "";

    public TcpConnection(NetworkCommand.Connect command, Action<Fact> sink, Action forget)
    {
        this.command = command;
        this.sink = sink;
        this.forget = forget;
    }

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
            using var socket = TcpSocket.Create(command);
            await ConnectAsync(socket);
            Post(new NetworkFact.TcpOpened(command.Connection, LocalAddressOf(socket)));
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
            Post(new NetworkFact.TcpClosed(command.Connection, message));
            ended.SetResult();
        }
    }

    private async Task ConnectAsync(Socket socket)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        deadline.CancelAfter(ConnectDeadline);
        await socket.ConnectAsync(new IPEndPoint(command.Remote.ToIPAddress(), command.Port), deadline.Token);
        isOpen = true;
        stop.Token.ThrowIfCancellationRequested();
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
            Post(new NetworkFact.TcpStalled(command.Connection, IsStalled: true));
            await ((Task)end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Post(new NetworkFact.TcpStalled(command.Connection, IsStalled: false));
        }

        return await end;
    }

    private async Task ReceiveAllAsync(Socket socket)
    {
        var buffer = new byte[ReceiveSize];
        while (await socket.ReceiveAsync(buffer, stop.Token) is > 0 and var length)
        {
            Post(new NetworkFact.TcpReceived(command.Connection, buffer.AsSpan(0, length).ToArray()));
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
