using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>Turns this node's part of the L2 plan into the table that the packet loops answer from, and into gratuitous ARP.</summary>
internal sealed class L2Announcer
{
    private readonly GratuitousSchedule gratuitous = new();
    private SortedSet<(int LinkIndex, Address Address)> answered = [];

    public TimeSpan? NextDeadline => gratuitous.NextDeadline;

    /// <summary>
    /// The whole wanted set. The table goes out before the first gratuitous ARP: who is called must be able to answer.
    /// </summary>
    /// <param name="owned">The announcements that this node owns.</param>
    /// <param name="links">The node's links.</param>
    /// <param name="now">The reactor's time.</param>
    public IEnumerable<Command> Apply(IEnumerable<L2Announcement> owned, IEnumerable<LinkSnapshot> links, TimeSpan now)
    {
        var wanted = Entries(owned, links.ToList());
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

    /// <summary>Whether this node answers for the address on any link, as of the last <see cref="Apply"/>.</summary>
    public bool Answers(Address address) => answered.Any(entry => entry.Address == address);

    /// <summary>The gratuitous ARPs that are due.</summary>
    public IEnumerable<Command> Tick(TimeSpan now) => gratuitous.Due(now);

    private static SortedSet<(int LinkIndex, Address Address)> Entries(IEnumerable<L2Announcement> owned, List<LinkSnapshot> links)
    {
        var entries = new SortedSet<(int, Address)>();
        foreach (var announcement in owned)
        {
            foreach (var link in links.Where(link => LinkEligibility.CanAnnounce(link, announcement.Interfaces)))
            {
                entries.Add((link.Index, announcement.Address));
            }
        }

        return entries;
    }
}
