using System.Diagnostics;
using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using Microsoft.Extensions.Logging;

namespace LbController.Linux.Capture;

/// <summary>
/// One <see cref="LinkCapture"/> for every link that speaks ARP and NDP, kept as links come and go, and their multicast groups. A link that
/// cannot be opened is tried again at the next change or gratuitous ARP.
/// </summary>
public sealed partial class AnnouncingLinks : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, LinkSnapshot> links = [];
    private readonly Dictionary<int, LinkCapture> captures = [];
    private readonly AddressTraffic traffic = new();
    private readonly FrameCounts counts = new();
    private readonly AddressWatch watch;
    private readonly SolicitedNodeGroups groups;
    private readonly ILogger logger;
    private volatile AnnouncementTable table = AnnouncementTable.Empty;

    private long answerUntil;

    /// <param name="sink">Hears who else has which address; must not block.</param>
    /// <param name="logger">For what goes wrong.</param>
    public AnnouncingLinks(Action<Fact> sink, ILogger<AnnouncingLinks> logger)
    {
        watch = new AddressWatch(sink);
        this.logger = logger;
        groups = new SolicitedNodeGroups(logger);
    }

    /// <summary>What is answered now: nothing once the deadline is past, however long the rest of this process may hang.</summary>
    private AnnouncementTable AnsweredTable => Stopwatch.GetTimestamp() < Volatile.Read(ref answerUntil) ? table : AnnouncementTable.Empty;

    /// <summary>Requests answered so far on the links that are open now.</summary>
    public long Answered
    {
        get
        {
            lock (gate)
            {
                return captures.Values.Sum(capture => capture.Answered);
            }
        }
    }

    /// <summary>From the next frame on, answers come from this table.</summary>
    public void Publish(AnnouncementTable wanted)
    {
        lock (gate)
        {
            table = wanted;
            FollowGroups();
        }
    }

    /// <summary>Answers until this moment of the monotonic clock, counted from its zero, and no longer.</summary>
    public void AnswerUntil(TimeSpan deadline) =>
        Volatile.Write(ref answerUntil, deadline == TimeSpan.MaxValue ? long.MaxValue : (long)(deadline.TotalSeconds * Stopwatch.Frequency));

    /// <summary>What was asked and answered, for each address that is announced now, and what was dropped.</summary>
    public IEnumerable<Figure> Figures() => [.. traffic.Figures(table), .. counts.Figures(), SpeakerMetrics.ClaimsPassedOver.Is(watch.PassedOver)];

    public void Seen(LinkSnapshot link)
    {
        lock (gate)
        {
            if (links.TryGetValue(link.Index, out var old) && (old.Mac != link.Mac || old.Name != link.Name))
            {
                Close(link.Index);
            }

            links[link.Index] = link;
            if (link is { IsUp: true, HasBroadcast: true, HasNoArp: false, IsEnslaved: false, IsLoopback: false })
            {
                Open(link);
            }
            else
            {
                Close(link.Index);
                FollowGroups();
            }
        }
    }

    public void Gone(int linkIndex)
    {
        lock (gate)
        {
            links.Remove(linkIndex);
            Close(linkIndex);
            FollowGroups();
        }
    }

    /// <summary>Tells from now on who else has one of these addresses.</summary>
    public void Watch(IEnumerable<Address> addresses) => watch.Watch(addresses);

    /// <summary>False when the link is not there or not open.</summary>
    public bool SendGratuitous(int linkIndex, Address address) => Send(linkIndex, capture =>
    {
        capture.SendGratuitous(address);
        traffic.CountGratuitous(address);
    });

    /// <summary>False when the link is not there or not open.</summary>
    public bool SendProbe(int linkIndex, Address address) => Send(linkIndex, capture => capture.SendProbe(address));

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var index in captures.Keys.ToList())
            {
                Close(index);
            }

            groups.Dispose();
        }
    }

    private bool Send(int linkIndex, Action<LinkCapture> send)
    {
        lock (gate)
        {
            if (!links.TryGetValue(linkIndex, out var link) || Open(link) is not { } capture)
            {
                return false;
            }

            try
            {
                send(capture);
                return true;
            }
            catch (Exception failure) when (failure is SharpPcap.PcapException or ObjectDisposedException)
            {
                CannotSend(link.Name, failure.Message);
                return false;
            }
        }
    }

    private void FollowGroups() => groups.Follow(table, captures.ContainsKey);

    private LinkCapture? Open(LinkSnapshot link)
    {
        if (captures.TryGetValue(link.Index, out var open))
        {
            if (open.IsListening)
            {
                return open;
            }

            Close(link.Index);
        }

        try
        {
            var capture = captures[link.Index] = new LinkCapture(link, () => AnsweredTable, counts, watch, traffic, logger);
            FollowGroups();
            return capture;
        }
        catch (Exception failure) when (failure is SharpPcap.PcapException or IOException)
        {
            CannotOpen(link.Name, failure.Message);
            return null;
        }
    }

    private void Close(int linkIndex)
    {
        if (captures.Remove(linkIndex, out var capture))
        {
            capture.Dispose();
        }
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "cannot capture on {Link}: {Why}; is the right NET_RAW missing?")]
    private partial void CannotOpen(string link, string why);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "cannot send on {Link}: {Why}")]
    private partial void CannotSend(string link, string why);
}
