using System.Diagnostics;
using System.Globalization;
using LbController.Lab.Network;
using LbController.Lab.Processes;
using LbController.Protocols.Arp;
using LbController.Protocols.Wire;

namespace LbController.Lab.Bench.L2;

/// <summary>P10: how long after a request its ARP reply is there, asked from the client's link in turn for each of some addresses.</summary>
internal static class ArpStopwatch
{
    private const ushort EtherTypeArp = 0x0806;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(2);

    /// <returns>Microseconds, for each address in their order.</returns>
    /// <exception cref="LabException">A question was not answered.</exception>
    public static async Task<IReadOnlyList<Sample>> MeasureAsync(string client, string clientAddress, IReadOnlyList<string> addresses, int rounds, CancellationToken cancel)
    {
        var text = (await Tool.RunAsync("ip", ["netns", "exec", client, "cat", "/sys/class/net/eth0/address"], cancel)).Trim();
        var own = new MacAddress(ulong.Parse(text.Replace(":", "", StringComparison.Ordinal), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        using var socket = new FrameSocket(client, "eth0", EtherTypeArp);
        var took = addresses.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var index = 0; index < addresses.Count; index++)
            {
                took[index].Add(Ask(socket, own, NumberOf(clientAddress), NumberOf(addresses[index])));
                await Task.Delay(Between, cancel);
            }
        }

        return [.. took.Select(values => new Sample(values))];
    }

    private static double Ask(FrameSocket socket, MacAddress own, uint from, uint target)
    {
        Span<byte> frame = stackalloc byte[ArpCodec.FrameSize];
        ArpCodec.Encode(new ArpPacket(MacAddress.Broadcast, own, ArpOperation.Request, own, from, default, target), frame);
        var began = Stopwatch.GetTimestamp();
        socket.Send(frame);
        Span<byte> heard = stackalloc byte[64];
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            var length = socket.Receive(heard, Patience);
            if (ArpCodec.TryDecode(heard[..length], out var reply, out _) && reply.Operation == ArpOperation.Reply && reply.SenderIp == target && reply.EthernetDestination == own)
            {
                return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            }
        }

        throw new LabException($"nobody answered the ARP request for {target:x8} in {Patience.TotalMilliseconds} ms");
    }

    private static uint NumberOf(string address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(System.Net.IPAddress.Parse(address).GetAddressBytes());
}
