using System.Collections.Frozen;
using System.Diagnostics;
using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Protocols.Wire;

namespace LbController.Linux.Capture;

/// <summary>
/// Tells of frames that say who has one of some addresses, a bounded number in a second, so that nobody can flood the reactor from the
/// network. Safe to use from many threads.
/// </summary>
/// <param name="sink">Takes the facts; must not block.</param>
internal sealed class AddressWatch(Action<Fact> sink)
{
    private const int MostInSecond = 1000;

    /// <summary>Enough to learn whom to ask, and to hear an answer in time; frames of all hosts would only wake the reactor.</summary>
    private const int HostsInSecond = 20;

    private volatile FrozenSet<Address> addresses = FrozenSet<Address>.Empty;
    private long second;
    private long slot;
    private int told;
    private long passedOver;

    /// <summary>How many were not told of because there were too many.</summary>
    public long PassedOver => Interlocked.Read(ref passedOver);

    public void Watch(IEnumerable<Address> wanted) => addresses = wanted.ToFrozenSet();

    public void Seen(int linkIndex, Address address, MacAddress mac, bool isProbe)
    {
        if (!addresses.Contains(address))
        {
            if (!isProbe && address.Value != 0)
            {
                Passed(linkIndex, address, mac);
            }

            return;
        }

        var current = Stopwatch.GetTimestamp() / Stopwatch.Frequency;
        if (Interlocked.Exchange(ref second, current) != current)
        {
            Volatile.Write(ref told, 0);
        }

        if (Interlocked.Increment(ref told) > MostInSecond)
        {
            Interlocked.Increment(ref passedOver);
            return;
        }

        sink(new NetworkFact.AddressSeen(linkIndex, address, mac, isProbe));
    }

    /// <summary>That a link carries frames at all is told a few times in a second.</summary>
    private void Passed(int linkIndex, Address address, MacAddress mac)
    {
        var current = Stopwatch.GetTimestamp() * HostsInSecond / Stopwatch.Frequency;
        if (Interlocked.Exchange(ref slot, current) != current)
        {
            sink(new NetworkFact.HostSeen(linkIndex, address, mac));
        }
    }
}
