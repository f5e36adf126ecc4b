using System.Net.Sockets;
using LbController.Lab.Network;

namespace LbController.Lab.ApiServer.Hosting;

/// <summary>Makes listening sockets inside named network namespaces.</summary>
internal static class NamespaceSockets
{
    private const int Backlog = 512;

    /// <exception cref="IOException">The namespace or the address cannot be had.</exception>
    public static Socket Listen(NamespaceListener listener)
    {
        try
        {
            return InsideNamespace.Run(listener.Namespace, () => ListenHere(listener));
        }
        catch (Exception failure) when (failure is IOException or SocketException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot listen on {listener.EndPoint} in network namespace {listener.Namespace}: {failure.Message}", failure);
        }
    }

    private static Socket ListenHere(NamespaceListener listener)
    {
        var socket = new Socket(listener.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1);
        socket.Bind(listener.EndPoint);
        socket.Listen(Backlog);
        return socket;
    }
}
