using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Protocols.Wire;

namespace LbController.Engine.Speaker;

/// <summary>Turns what this node owns into the table that the packet loops answer from, and into gratuitous ARP.</summary>
internal sealed class L2Announcer(SpeakerOptions options)
{
    private readonly string ownNode = options.NodeName;
    private readonly GratuitousSchedule gratuitous = new(options.GratuitousBurst, options.GratuitousRefresh);
    private readonly SortedDictionary<int, MacAddress> macs = [];
    private SortedSet<(int LinkIndex, Address Address)> answered = [];

    public TimeSpan? NextDeadline => gratuitous.NextDeadline;

    /// <summary>
    /// The whole wanted set. The table goes out before the first gratuitous ARP: who is called must be able to answer.
    /// </summary>
    /// <param name="wanted">Of <see cref="Places"/>, those that may be answered.</param>
    /// <param name="contested">Addresses that are called out anew, for another has answered for them.</param>
    /// <param name="links">The node's links.</param>
    /// <param name="now">The reactor's time.</param>
    public IEnumerable<Command> Apply(SortedSet<(int LinkIndex, Address Address)> wanted, Predicate<Address> contested, IEnumerable<LinkSnapshot> links, TimeSpan now)
    {
        var renamed = NewMacs(links);
        foreach (var (link, address) in wanted.Where(entry => contested(entry.Address) || renamed.Contains(entry.LinkIndex)))
        {
            gratuitous.Begin(link, address, now);
        }

        if (!wanted.SetEquals(answered))
        {
            yield return new NetworkCommand.PublishTable(new AnnouncementTable(wanted));
            foreach (var (link, address) in answered.Except(wanted))
            {
                gratuitous.Cancel(link, address);
            }

            foreach (var (link, address) in wanted.Except(answered))
            {
                gratuitous.Begin(link, address, now);
            }

            answered = wanted;
        }
    }

    /// <summary>What this node answers for on any link, as of the last <see cref="Apply"/>.</summary>
    public SortedSet<Address> Answered => [.. answered.Select(entry => entry.Address)];

    /// <summary>The gratuitous ARPs that are due.</summary>
    public IEnumerable<Command> Tick(TimeSpan now) => gratuitous.Due(now);

    /// <summary>Links whose hardware address has changed: neighbours have the old one.</summary>
    private SortedSet<int> NewMacs(IEnumerable<LinkSnapshot> links)
    {
        var changed = new SortedSet<int>();
        foreach (var link in links)
        {
            if (macs.TryGetValue(link.Index, out var old) && old != link.Mac)
            {
                changed.Add(link.Index);
            }

            macs[link.Index] = link.Mac;
        }

        return changed;
    }

    /// <summary>Where this node would answer for what it owns.</summary>
    /// <param name="owned">The announcements that this node owns.</param>
    /// <param name="links">The node's links.</param>
    public SortedSet<(int LinkIndex, Address Address)> Places(IEnumerable<L2Announcement> owned, IReadOnlyCollection<LinkSnapshot> links)
    {
        var entries = new SortedSet<(int, Address)>();
        foreach (var announcement in owned)
        {
            var rank = announcement.RankOf(ownNode);
            foreach (var link in links)
            {
                // One that is to be given up, for no advertisement selects this node any more, is answered where it was until then.
                var isWanted = rank >= 0
                    ? LinkEligibility.CanAnnounce(link, announcement.Contenders[rank].Interfaces)
                    : answered.Contains((link.Index, announcement.Address)) && LinkEligibility.CanAnnounce(link, []);
                if (isWanted)
                {
                    entries.Add((link.Index, announcement.Address));
                }
            }
        }

        return entries;
    }
}
