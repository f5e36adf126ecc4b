using System.Net;
using System.Net.Sockets;
using System.Text;
using LbController.Lab.Network;

namespace LbController.Interop.Tests.L2;

/// <summary>Serves a page with a node's name, on IPv6, inside a network namespace.</summary>
internal sealed class PageServer : IDisposable
{
    public const int Port = 8086;

    private readonly Socket listener;

    public PageServer(string netns, string text)
    {
        listener = InsideNamespace.Run(netns, () =>
        {
            var made = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            made.Bind(new IPEndPoint(IPAddress.IPv6Any, Port));
            made.Listen(16);
            return made;
        });
        new Thread(() => Serve(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}"))) { IsBackground = true, Name = "page " + netns }.Start();
    }

    public void Dispose() => listener.Dispose();

    private void Serve(byte[] page)
    {
        var request = new byte[4096];
        while (true)
        {
            try
            {
                using var client = listener.Accept();
                client.ReceiveTimeout = 1000;
                client.Receive(request);
                client.Send(page);
                client.Shutdown(SocketShutdown.Send);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException) when (!listener.IsBound || listener.SafeHandle.IsClosed)
            {
                return;
            }
            catch (SocketException)
            {
                // A client that went away.
            }
        }
    }
}
