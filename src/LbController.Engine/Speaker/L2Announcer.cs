using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>Turns what this node owns into the table that the packet loops answer from, and into gratuitous ARP.</summary>
internal sealed class L2Announcer(string ownNode)
{
    private readonly GratuitousSchedule gratuitous = new();
    private SortedSet<(int LinkIndex, Address Address)> answered = [];

    public TimeSpan? NextDeadline => gratuitous.NextDeadline;

    /// <summary>
    /// The whole wanted set. The table goes out before the first gratuitous ARP: who is called must be able to answer.
    /// </summary>
    /// <param name="owned">The announcements that this node owns.</param>
    /// <param name="contested">Addresses that are called out anew, for another has answered for them.</param>
    /// <param name="links">The node's links.</param>
    /// <param name="now">The reactor's time.</param>
    public IEnumerable<Command> Apply(IEnumerable<L2Announcement> owned, IReadOnlySet<Address> contested, IEnumerable<LinkSnapshot> links, TimeSpan now)
    {
        var wanted = Entries(owned, links.ToList());
        foreach (var (link, address) in wanted.Where(entry => contested.Contains(entry.Address)))
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

    private SortedSet<(int LinkIndex, Address Address)> Entries(IEnumerable<L2Announcement> owned, List<LinkSnapshot> links)
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
