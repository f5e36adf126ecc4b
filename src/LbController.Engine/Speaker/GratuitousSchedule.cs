using LbController.Core.Addresses;
using LbController.Engine.Commands;

namespace LbController.Engine.Speaker;

/// <summary>
/// When to send gratuitous ARP and unsolicited advertisements: at once when an address is taken over or a link returns, a few times more,
/// because one broadcast may be lost, and then slowly, for caches that believed something else in the meantime.
/// </summary>
/// <param name="rounds">How often in a burst; at least 1.</param>
/// <param name="refresh">Between two rounds after the burst; zero: there are none.</param>
internal sealed class GratuitousSchedule(int rounds, TimeSpan refresh)
{
    /// <summary>
    /// Between two rounds of a burst; the last one goes on. The second and third come soon: until a former owner has heard of its successor
    /// it may have answered once more.
    /// </summary>
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    private readonly SortedDictionary<(int LinkIndex, Address Address), (int Sent, TimeSpan Next)> pending = [];
    private readonly SortedSet<(TimeSpan Next, int LinkIndex, Address Address)> queue = [];

    public TimeSpan? NextDeadline => queue.Count == 0 ? null : queue.Min.Next;

    /// <summary>Begins a burst; one that is under way for the same place begins anew.</summary>
    public void Begin(int linkIndex, Address address, TimeSpan now) => Put((linkIndex, address), 0, now);

    /// <summary>No more for what this node does not answer for.</summary>
    public void Cancel(int linkIndex, Address address)
    {
        if (pending.Remove((linkIndex, address), out var round))
        {
            queue.Remove((round.Next, linkIndex, address));
        }
    }

    /// <summary>The announcements that are due.</summary>
    public List<Command> Due(TimeSpan now)
    {
        var commands = new List<Command>();
        foreach (var (_, link, address) in queue.TakeWhile(round => round.Next <= now).ToList())
        {
            commands.Add(new NetworkCommand.SendGratuitous(link, address));
            var sent = pending[(link, address)].Sent + 1;
            if (sent < rounds)
            {
                Put((link, address), sent, now + Pauses[Math.Min(sent, Pauses.Length) - 1]);
            }
            else if (refresh > TimeSpan.Zero)
            {
                Put((link, address), rounds, now + Spread(address));
            }
            else
            {
                Cancel(link, address);
            }
        }

        return commands;
    }

    /// <summary>Addresses that were taken over at once are not refreshed at once: each has its own period, from one to one and a quarter.</summary>
    private TimeSpan Spread(Address address) => refresh * (1 + (StableHash.Of(address.ToString(), "") % 256 / 1024.0));

    private void Put((int LinkIndex, Address Address) place, int sent, TimeSpan next)
    {
        Cancel(place.LinkIndex, place.Address);
        pending[place] = (sent, next);
        queue.Add((next, place.LinkIndex, place.Address));
    }
}
