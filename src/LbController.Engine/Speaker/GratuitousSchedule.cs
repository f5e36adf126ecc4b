using LbController.Core.Addresses;
using LbController.Engine.Commands;

namespace LbController.Engine.Speaker;

/// <summary>
/// When to send gratuitous ARP: at once when an address is taken over or a link returns, and a few times more, because one
/// broadcast may be lost.
/// </summary>
internal sealed class GratuitousSchedule
{
    /// <summary>
    /// Between two rounds. The second and third come soon: until a former owner has heard of its successor it may have answered once more.
    /// </summary>
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    private static int Rounds => Pauses.Length + 1;

    private readonly SortedDictionary<(int LinkIndex, Address Address), (int Left, TimeSpan Next)> pending = [];

    public TimeSpan? NextDeadline => pending.Count == 0 ? null : pending.Values.Min(round => round.Next);

    /// <summary>Begins a burst; one that is under way for the same place begins anew.</summary>
    public void Begin(int linkIndex, Address address, TimeSpan now) => pending[(linkIndex, address)] = (Rounds, now);

    /// <summary>No more for what this node does not answer for.</summary>
    public void Cancel(int linkIndex, Address address) => pending.Remove((linkIndex, address));

    /// <summary>The announcements that are due.</summary>
    public IEnumerable<Command> Due(TimeSpan now)
    {
        foreach (var (place, (left, next)) in pending.ToList())
        {
            if (next > now)
            {
                continue;
            }

            yield return new NetworkCommand.SendGratuitous(place.LinkIndex, place.Address);
            if (left > 1)
            {
                pending[place] = (left - 1, now + Pauses[Rounds - left]);
            }
            else
            {
                pending.Remove(place);
            }
        }
    }
}
