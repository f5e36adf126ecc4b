using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LbController.Lab.ApiServer.Hosting;

/// <summary>Makes listening sockets inside named network namespaces; a socket stays in the namespace where it was made.</summary>
internal static partial class NamespaceSockets
{
    private const int NetworkNamespace = 0x40000000;
    private const int Backlog = 512;

    /// <exception cref="IOException">The namespace or the address cannot be had.</exception>
    public static Socket Listen(NamespaceListener listener)
    {
        Socket? socket = null;
        Exception? failure = null;
        // The thread enters the namespace and ends there, so no pooled thread is left behind in it.
        var thread = new Thread(() =>
        {
            try
            {
                socket = ListenInside(listener);
            }
            catch (Exception wrong)
            {
                failure = wrong;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new IOException($"cannot listen on {listener.EndPoint} in network namespace {listener.Namespace}: {failure?.Message}", failure);
    }

    private static Socket ListenInside(NamespaceListener listener)
    {
        using (var handle = File.OpenHandle($"/run/netns/{listener.Namespace}"))
        {
            if (Enter(handle, NetworkNamespace) != 0)
            {
                throw new IOException(Marshal.GetLastPInvokeErrorMessage());
            }
        }
        var socket = new Socket(listener.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1);
        socket.Bind(listener.EndPoint);
        socket.Listen(Backlog);
        return socket;
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int Enter(SafeHandle fd, int kind);
}
