using System.Net.Sockets;
using LbController.Engine.Facts;
using Microsoft.Extensions.Logging;

namespace LbController.Linux.Links;

/// <summary>
/// Tells the reactor of the node's links as they are and as they change, without polling. When the kernel had to drop
/// messages (ENOBUFS) or the socket fails, everything is read anew.
/// </summary>
public sealed partial class LinkMonitor(Action<Fact> sink, TimeProvider time, ILogger<LinkMonitor> logger)
{
    private const byte RtmGetLink = 18;
    private const byte RtmGetAddress = 22;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly byte[] buffer = new byte[1 << 16];
    private readonly HashSet<int> known = [];

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(cancellation);
            }
            catch (Exception failure) when (failure is IOException or SocketException)
            {
                ReadingAnew(failure.Message);
                await Task.Delay(RetryPause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        using var socket = new NetlinkSocket();
        var table = new LinkTable();
        var seen = new HashSet<int>();

        // One dump at a time: the kernel refuses a second one on the same socket while the first runs.
        socket.RequestDump(RtmGetLink);
        await ReceiveAsync(socket, table, seen, untilDone: true, cancellation);
        foreach (var index in known.Except(seen).ToList())
        {
            Post(new NetworkFact.LinkGone(index));
        }

        socket.RequestDump(RtmGetAddress);
        await ReceiveAsync(socket, table, seen, untilDone: true, cancellation);
        await ReceiveAsync(socket, table, seen, untilDone: false, cancellation);
    }

    private async Task ReceiveAsync(NetlinkSocket socket, LinkTable table, HashSet<int> seen, bool untilDone, CancellationToken cancellation)
    {
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancellation);
            var isDone = false;
            foreach (var change in NetlinkParser.Parse(buffer.AsSpan(0, length)))
            {
                isDone |= change is NetlinkChange.DumpDone;
                if (table.Apply(change) is { } fact)
                {
                    Post(fact);
                    if (fact is NetworkFact.LinkSeen { Link.Index: var index })
                    {
                        seen.Add(index);
                    }
                }
            }

            if (isDone && untilDone)
            {
                return;
            }
        }
    }

    private void Post(Fact fact)
    {
        _ = fact switch
        {
            NetworkFact.LinkSeen link => known.Add(link.Link.Index),
            NetworkFact.LinkGone link => known.Remove(link.Index),
            _ => false,
        };
        sink(fact);
    }

    [LoggerMessage(EventId = 310, Level = LogLevel.Warning, Message = "reading the links anew: {Why}")]
    private partial void ReadingAnew(string why);
}
