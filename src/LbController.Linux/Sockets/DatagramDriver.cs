using LbController.Core.Addresses;
using LbController.Engine.Facts;
using Microsoft.Extensions.Logging;

namespace LbController.Linux.Sockets;

/// <summary>
/// The way by which speakers hear each other: link-local multicast on every link that could announce, so that what arrives says which
/// link is whole, and a node sends the same however many listen. Sockets follow the links as they come and go.
/// </summary>
/// <param name="port">The UDP port, the same on all nodes.</param>
/// <param name="onlyWith">Only the link that carries this address is used; null: all.</param>
/// <param name="sink">Takes what comes in.</param>
/// <param name="logger">Failures are told here.</param>
public sealed partial class DatagramDriver(int port, Address? onlyWith, Action<Fact> sink, ILogger<DatagramDriver> logger) : IDisposable
{
    /// <summary>Longer datagrams are not sent, and cut when they come in; none of ours is.</summary>
    public const int MostBytes = 1400;

    private readonly Lock gate = new();
    private readonly Dictionary<int, (LinkSnapshot Link, List<LinkSocket> Sockets)> open = [];

    public void Seen(LinkSnapshot link)
    {
        lock (gate)
        {
            var isWanted = link is { IsUp: true, IsLoopback: false, IsEnslaved: false } && (onlyWith is null || link.Addresses.Any(own => own.Address == onlyWith));
            if (!isWanted || (open.TryGetValue(link.Index, out var old) && old.Link.Name != link.Name))
            {
                Close(link.Index);
            }

            if (isWanted)
            {
                var sockets = open.TryGetValue(link.Index, out var kept) ? kept.Sockets : [];
                open[link.Index] = (link, sockets);
                OpenMissing(link, sockets);
            }
        }
    }

    public void Gone(int linkIndex)
    {
        lock (gate)
        {
            Close(linkIndex);
        }
    }

    /// <summary>Sends to all on a link, by IPv4 if the link has an address of it; a failure costs this datagram only.</summary>
    public Outcome Send(int linkIndex, ReadOnlyMemory<byte> bytes)
    {
        LinkSocket? socket;
        lock (gate)
        {
            if (bytes.Length > MostBytes || !open.TryGetValue(linkIndex, out var found))
            {
                return new Outcome(OutcomeKind.Refused, $"{bytes.Length} bytes for link {linkIndex}: the link is not open, or these are more than {MostBytes}");
            }

            var family = found.Link.Addresses.Any(own => own.Address.Family == IpFamily.V4) ? IpFamily.V4 : IpFamily.V6;
            socket = found.Sockets.Find(socket => socket.Family == family);
        }

        return socket is null ? new Outcome(OutcomeKind.Failed, $"link {linkIndex} has no socket") : socket.Send(bytes);
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var index in open.Keys.ToList())
            {
                Close(index);
            }
        }
    }

    private void OpenMissing(LinkSnapshot link, List<LinkSocket> sockets)
    {
        foreach (var family in new[] { IpFamily.V4, IpFamily.V6 }.Where(family => sockets.TrueForAll(socket => socket.Family != family)))
        {
            try
            {
                sockets.Add(new LinkSocket(link, family, port, sink));
            }
            catch (System.Net.Sockets.SocketException failure)
            {
                CannotOpen(link.Name, family, failure.Message);
            }
        }
    }

    private void Close(int linkIndex)
    {
        if (open.Remove(linkIndex, out var closed))
        {
            closed.Sockets.ForEach(socket => socket.Dispose());
        }
    }

    [LoggerMessage(EventId = 320, Level = LogLevel.Warning, Message = "no liveness datagrams on {Link} by {Family}: {Why}")]
    private partial void CannotOpen(string link, IpFamily family, string why);
}
