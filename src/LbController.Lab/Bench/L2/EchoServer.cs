using System.Net;
using System.Net.Sockets;
using LbController.Lab.Network;

namespace LbController.Lab.Bench.L2;

/// <summary>Sends every datagram back, on a port of a node and for whatever address it was asked by.</summary>
internal sealed class EchoServer : IDisposable
{
    public const int Port = 7007;

    private readonly Socket socket;

    public EchoServer(string netns)
    {
        socket = InsideNamespace.Run(netns, () =>
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            made.Bind(new IPEndPoint(IPAddress.Any, Port));
            return made;
        });
        new Thread(Serve) { IsBackground = true, Name = "echo " + netns }.Start();
    }

    public void Dispose() => socket.Dispose();

    private void Serve()
    {
        var buffer = new byte[64];
        try
        {
            while (true)
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                var length = socket.ReceiveFrom(buffer, ref from);
                socket.SendTo(buffer.AsSpan(0, length), from);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Closed, or a client that is gone: the bench is at its end.
        }
    }
}
