using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Engine.Facts;
using LbController.Protocols.Arp;
using LbController.Protocols.Ndp;
using Microsoft.Extensions.Logging;
using SharpPcap;
using SharpPcap.LibPcap;

namespace LbController.Linux.Capture;

/// <summary>
/// ARP and NDP on one link: a thread of its own reads questions and answers them from the current table; it never waits for anything
/// but the next frame. Immediate mode, for without it a frame waits for the buffer to fill.
/// </summary>
internal sealed partial class LinkCapture : IDisposable
{
    private const int ReadTimeoutMilliseconds = 1000;

    /// <summary>
    /// ARP, and neighbour solicitations and advertisements without extension headers. Not "inbound": libpcap runs the filter on the first frame
    /// itself, where it cannot know the direction, and the first frame would be lost.
    /// </summary>
    private const string Filter = "arp or (ip6[6] = 58 and (ip6[40] = 135 or ip6[40] = 136))";

    /// <summary>More than any frame that is answered has; the kernel keeps room of this size for each that waits.</summary>
    private const int MostBytesOfFrame = 512;

    /// <summary>Room for some 800 frames that wait. It counts as memory of this process, once for each link.</summary>
    private const int Waiting = 512 << 10;

    private readonly LinkSnapshot link;
    private readonly Func<AnnouncementTable> table;
    private readonly AddressTraffic traffic;
    private readonly ILogger logger;
    private readonly FrameAnswers answers;
    private readonly LibPcapLiveDevice device;
    private readonly Thread thread;
    private volatile bool stopping;
    private long answered;

    /// <exception cref="PcapException">The link cannot be opened: the right NET_RAW is missing.</exception>
    /// <exception cref="IOException">The link is gone.</exception>
    public LinkCapture(LinkSnapshot link, Func<AnnouncementTable> table, FrameCounts counts, AddressWatch watch, AddressTraffic traffic, ILogger logger)
    {
        this.link = link;
        this.table = table;
        this.traffic = traffic;
        this.logger = logger;
        answers = new FrameAnswers(link.Index, link.Mac, counts, watch);
        device = LibPcapLiveDeviceList.New().FirstOrDefault(device => device.Name == link.Name)
            ?? throw new IOException($"no capture device named {link.Name}");
        device.Open(new DeviceConfiguration
        {
            Mode = DeviceModes.None,
            Immediate = true,
            ReadTimeout = ReadTimeoutMilliseconds,
            Snaplen = MostBytesOfFrame,
            BufferSize = Waiting,
        });
        device.Filter = Filter;
        WarmUp();
        thread = new Thread(Listen) { IsBackground = true, Name = $"l2 {link.Name}" };
        thread.Start();
    }

    public long Answered => Interlocked.Read(ref answered);

    /// <summary>False once the thread has ended by itself, because the link went away.</summary>
    public bool IsListening => thread.IsAlive;

    /// <summary>IPv4: one gratuitous request and one gratuitous reply; IPv6: an unsolicited advertisement.</summary>
    public void SendGratuitous(Address address)
    {
        Span<byte> frame = stackalloc byte[FrameAnswers.MostBytes];
        if (address.Family == IpFamily.V6)
        {
            device.SendPacket(frame[..NdpCodec.Encode(NdpMessage.Unsolicited(address.Value, link.Mac), frame)]);
            return;
        }

        foreach (var operation in (ReadOnlySpan<ArpOperation>)[ArpOperation.Request, ArpOperation.Reply])
        {
            device.SendPacket(frame[..ArpCodec.Encode(ArpPacket.Gratuitous(operation, (uint)address.Value, link.Mac), frame)]);
        }
    }

    /// <summary>Asks whether anybody has an address.</summary>
    public void SendProbe(Address address)
    {
        Span<byte> frame = stackalloc byte[FrameAnswers.MostBytes];
        var length = address.Family == IpFamily.V6
            ? NdpCodec.Encode(NdpMessage.Probe(address.Value, link.Mac), frame)
            : ArpCodec.Encode(ArpPacket.Probe((uint)address.Value, link.Mac), frame);
        device.SendPacket(frame[..length]);
    }

    /// <summary>Comes back at once; the thread ends with its next frame or time-out and closes the device then.</summary>
    public void Dispose() => stopping = true;

    private void Listen()
    {
        using var closing = device;
        Span<byte> answer = stackalloc byte[FrameAnswers.MostBytes];
        try
        {
            while (!stopping)
            {
                var status = device.GetNextPacket(out var capture);
                if (status == GetPacketStatus.PacketRead)
                {
                    Answer(capture.Data, answer);
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

    private void Answer(ReadOnlySpan<byte> frame, Span<byte> answer)
    {
        var length = answers.Answer(frame, table(), answer, out var asked);
        if (length > 0)
        {
            device.SendPacket(answer[..length]);
            Interlocked.Increment(ref answered);

            // Counted after the reply has left: the one who asked does not wait for it.
            traffic.CountAnswered(asked);
        }
    }

    /// <summary>Compiles the paths before the first real question, which would else wait for it for milliseconds.</summary>
    private void WarmUp()
    {
        Span<byte> question = stackalloc byte[FrameAnswers.MostBytes];
        Span<byte> answer = stackalloc byte[FrameAnswers.MostBytes];
        var everything = new AnnouncementTable([(link.Index, Address.V4(0)), (link.Index, new Address(IpFamily.V6, 0))]);
        for (var i = 0; i < 100; i++)
        {
            var length = ArpCodec.Encode(ArpPacket.Gratuitous(ArpOperation.Request, 0, default), question);
            answers.Answer(question[..length], everything, answer, out _);
            length = NdpCodec.Encode(NdpMessage.Probe(0, default), question);
            answers.Answer(question[..length], everything, answer, out _);
        }
    }

    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "capture on {Link} ended: {Why}")]
    private partial void Ended(string link, string why);
}
