using System.Collections.Concurrent;
using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Engine.Figures;

namespace LbController.Linux.Capture;

/// <summary>Counts requests, replies and gratuitous ARPs for each announced address. Safe to use from many threads.</summary>
internal sealed class AddressTraffic
{
    private readonly ConcurrentDictionary<Address, AddressCounts> counts = new();

    public void CountAnswered(Address address)
    {
        var counted = counts.GetOrAdd(address, _ => new AddressCounts());
        Interlocked.Increment(ref counted.Requests);
        Interlocked.Increment(ref counted.Replies);
    }

    public void CountGratuitous(Address address) => Interlocked.Increment(ref counts.GetOrAdd(address, _ => new AddressCounts()).Gratuitous);

    /// <summary>For the addresses of the table; all others are forgotten.</summary>
    public IEnumerable<Figure> Figures(AnnouncementTable table)
    {
        Keep(table);
        foreach (var (address, counted) in counts.OrderBy(pair => pair.Key))
        {
            yield return SpeakerMetrics.RequestsReceived.Is(Interlocked.Read(ref counted.Requests), address.ToString());
            yield return SpeakerMetrics.ResponsesSent.Is(Interlocked.Read(ref counted.Replies), address.ToString());
            yield return SpeakerMetrics.GratuitousSent.Is(Interlocked.Read(ref counted.Gratuitous), address.ToString());
        }
    }

    private void Keep(AnnouncementTable table)
    {
        var kept = table.Sorted().Select(entry => entry.Address).ToHashSet();
        foreach (var address in counts.Keys.Where(address => !kept.Contains(address)))
        {
            counts.TryRemove(address, out _);
        }
    }
}
