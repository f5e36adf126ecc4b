using System.Net;
using System.Net.Sockets;
using LbController.Core.Addresses;
using LbController.Engine.Facts;
using Microsoft.Extensions.Logging;

namespace LbController.Linux.Sockets;

/// <summary>The UDP socket that speakers hear each other on; all of them use one port.</summary>
public sealed partial class DatagramDriver : IDisposable
{
    /// <summary>Longer datagrams are not sent, and cut when they come in; none of ours is.</summary>
    public const int MostBytes = 1400;

    private readonly Socket socket;
    private readonly int port;
    private readonly Action<Fact> sink;
    private readonly ILogger logger;

    /// <param name="local">The node's own address; only neighbours of its family can be reached.</param>
    /// <param name="port">Here and there.</param>
    /// <param name="sink">Takes what comes in.</param>
    /// <param name="logger">Failures are told here.</param>
    /// <exception cref="SocketException">The address is not there or the port is taken.</exception>
    public DatagramDriver(Address local, int port, Action<Fact> sink, ILogger<DatagramDriver> logger)
    {
        this.port = port;
        this.sink = sink;
        this.logger = logger;
        var family = local.Family == IpFamily.V4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(local.ToIPAddress(), port));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The port that the socket is bound to.</summary>
    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <summary>Receives until cancelled or disposed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var buffer = new byte[MostBytes];
        var anyone = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var received = await socket.ReceiveFromAsync(buffer, anyone, cancellation);
                var from = Address.From(((IPEndPoint)received.RemoteEndPoint).Address);
                sink(new NetworkFact.DatagramReceived(from, buffer.AsSpan(0, received.ReceivedBytes).ToArray()));
            }
            catch (SocketException failure) when (failure.SocketErrorCode is not (SocketError.OperationAborted or SocketError.Interrupted))
            {
                CannotReceive(failure.Message);
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    /// <summary>Sends to the same port at another address; a failure costs this datagram only.</summary>
    public Outcome Send(Address to, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MostBytes)
        {
            return new Outcome(OutcomeKind.Refused, $"{bytes.Length} bytes for {to}: more than {MostBytes}");
        }

        try
        {
            socket.SendTo(bytes.Span, new IPEndPoint(to.ToIPAddress(), port == 0 ? Port : port));
            return Outcome.Done;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return new Outcome(OutcomeKind.Failed, $"{to}: {failure.Message}");
        }
    }

    public void Dispose() => socket.Dispose();

    [LoggerMessage(EventId = 320, Level = LogLevel.Debug, Message = "a datagram could not be received: {Why}")]
    private partial void CannotReceive(string why);
}
