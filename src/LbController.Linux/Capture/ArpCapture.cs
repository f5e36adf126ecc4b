using System.Buffers.Binary;
using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Engine.Facts;
using LbController.Protocols.Arp;
using Microsoft.Extensions.Logging;
using SharpPcap;
using SharpPcap.LibPcap;

namespace LbController.Linux.Capture;

/// <summary>
/// ARP on one link: a thread of its own reads requests and answers them from the current table; it never waits for anything
/// but the next frame. Immediate mode, for without it a frame waits for the buffer to fill.
/// </summary>
internal sealed partial class ArpCapture : IDisposable
{
    private const int ReadTimeoutMilliseconds = 1000;

    /// <summary>Of the target protocol address in an Ethernet frame with ARP for IPv4 (RFC 826).</summary>
    private const int TargetOffset = 14 + 24;

    private readonly LinkSnapshot link;
    private readonly Func<AnnouncementTable> table;
    private readonly AddressTraffic traffic;
    private readonly ILogger logger;
    private readonly LibPcapLiveDevice device;
    private readonly Thread thread;
    private volatile bool stopping;
    private long answered;

    /// <exception cref="PcapException">The link cannot be opened: the right NET_RAW is missing.</exception>
    /// <exception cref="IOException">The link is gone.</exception>
    public ArpCapture(LinkSnapshot link, Func<AnnouncementTable> table, AddressTraffic traffic, ILogger logger)
    {
        this.link = link;
        this.table = table;
        this.traffic = traffic;
        this.logger = logger;
        device = LibPcapLiveDeviceList.New().FirstOrDefault(device => device.Name == link.Name)
            ?? throw new IOException($"no capture device named {link.Name}");
        device.Open(new DeviceConfiguration { Mode = DeviceModes.None, Immediate = true, ReadTimeout = ReadTimeoutMilliseconds });
        device.Filter = "arp and arp[6:2] = 1";
        WarmUp();
        thread = new Thread(Listen) { IsBackground = true, Name = $"arp {link.Name}" };
        thread.Start();
    }

    public long Answered => Interlocked.Read(ref answered);

    /// <summary>False once the thread has ended by itself, because the link went away.</summary>
    public bool IsListening => thread.IsAlive;

    /// <summary>Sends one gratuitous request and one gratuitous reply.</summary>
    public void SendGratuitous(uint ip)
    {
        Span<byte> frame = stackalloc byte[ArpCodec.FrameSize];
        foreach (var operation in (ReadOnlySpan<ArpOperation>)[ArpOperation.Request, ArpOperation.Reply])
        {
            ArpCodec.Encode(ArpPacket.Gratuitous(operation, ip, link.Mac), frame);
            device.SendPacket(frame);
        }
    }

    /// <summary>Comes back at once; the thread ends with its next frame or time-out and closes the device then.</summary>
    public void Dispose() => stopping = true;

    private void Listen()
    {
        using var closing = device;
        Span<byte> reply = stackalloc byte[ArpCodec.FrameSize];
        try
        {
            while (!stopping)
            {
                var status = device.GetNextPacket(out var capture);
                if (status == GetPacketStatus.PacketRead)
                {
                    Answer(capture.Data, reply);
                }
                else if (status != GetPacketStatus.ReadTimeout)
                {
                    Ended(link.Name, status.ToString());
                    return;
                }
            }
        }
        catch (PcapException failure)
        {
            Ended(link.Name, failure.Message);
        }
    }

    private void Answer(ReadOnlySpan<byte> frame, Span<byte> reply)
    {
        if (ArpCodec.TryDecode(frame, out var packet, out _)
            && ArpResponder.Respond(packet, link.Mac, new TableView(table(), link.Index), reply) == ArpVerdict.Answered)
        {
            device.SendPacket(reply);
            Interlocked.Increment(ref answered);

            // Counted after the reply has left: the one who asked does not wait for it.
            traffic.CountAnswered(Address.V4(BinaryPrimitives.ReadUInt32BigEndian(frame[TargetOffset..])));
        }
    }

    /// <summary>Compiles the path before the first real question, which would else wait for it for milliseconds.</summary>
    private void WarmUp()
    {
        Span<byte> frame = stackalloc byte[ArpCodec.FrameSize];
        Span<byte> reply = stackalloc byte[ArpCodec.FrameSize];
        ArpCodec.Encode(ArpPacket.Gratuitous(ArpOperation.Request, 0, default), frame);
        for (var i = 0; i < 100 && ArpCodec.TryDecode(frame, out var packet, out _); i++)
        {
            ArpResponder.Respond(packet, link.Mac, new TableView(AnnouncementTable.Empty, link.Index), reply);
        }
    }

    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "capture on {Link} ended: {Why}")]
    private partial void Ended(string link, string why);
}
