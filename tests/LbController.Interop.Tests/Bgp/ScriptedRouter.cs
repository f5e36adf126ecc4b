using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LbController.Lab.Network;

namespace LbController.Interop.Tests.Bgp;

/// <summary>A router that says what a test wants, right or wrong, byte by byte; what it hears is kept.</summary>
internal sealed class ScriptedRouter : IDisposable
{
    private readonly TcpListener listener;
    private readonly byte[] answer;
    private readonly ConcurrentQueue<byte[]> heard = new();

    /// <param name="netns">Where it listens.</param>
    /// <param name="address">At which address, on port 179 plus 1000.</param>
    /// <param name="answer">What it says at once on every connection.</param>
    public ScriptedRouter(string netns, string address, byte[] answer)
    {
        this.answer = answer;
        listener = InsideNamespace.Run(netns, () =>
        {
            var made = new TcpListener(IPAddress.Parse(address), Port);
            made.Start();
            return made;
        });
        _ = ServeAsync();
    }

    public const int Port = 1179;

    /// <summary>NOTIFICATIONs that it was sent, as code/subcode.</summary>
    public IEnumerable<string> Notifications => heard.SelectMany(bytes => Messages(bytes)).Where(message => message[18] == 3).Select(message => $"{message[19]}/{message[20]}");

    /// <summary>OPENs that it was sent.</summary>
    public IReadOnlyList<byte[]> Opens => [.. heard.SelectMany(bytes => Messages(bytes)).Where(message => message[18] == 1)];

    public static byte[] Open(int autonomousSystem, int hold, params byte[] capabilities)
    {
        byte[] parameters = capabilities.Length == 0 ? [] : [2, (byte)capabilities.Length, .. capabilities];
        return Message(1, [4, (byte)(autonomousSystem >> 8), (byte)autonomousSystem, (byte)(hold >> 8), (byte)hold, 10, 89, 1, 1, (byte)parameters.Length, .. parameters]);
    }

    public static byte[] Message(byte type, params byte[] body)
    {
        var length = 19 + body.Length;
        return [.. Enumerable.Repeat((byte)0xff, 16), (byte)(length >> 8), (byte)length, type, .. body];
    }

    public void Dispose() => listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var all = new List<byte>();
            var buffer = new byte[4096];
            try
            {
                await stream.WriteAsync(answer);
                while (await stream.ReadAsync(buffer) is > 0 and var length)
                {
                    all.AddRange(buffer[..length]);
                }
            }
            catch (IOException)
            {
            }

            heard.Enqueue([.. all]);
        }
    }

    private static IEnumerable<byte[]> Messages(byte[] bytes)
    {
        for (var at = 0; at + 19 <= bytes.Length;)
        {
            var length = (bytes[at + 16] << 8) | bytes[at + 17];
            if (length < 19 || at + length > bytes.Length)
            {
                yield break;
            }

            yield return bytes[at..(at + length)];
            at += length;
        }
    }
}
