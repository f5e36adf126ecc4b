using LbController.Core.Addresses;
using LbController.Engine.Commands;

namespace LbController.Engine.Speaker.Conflicts;

/// <summary>
/// Asks the wire before an address is answered that was nobody's of ours (RFC 5227, 2.1; RFC 4862, 5.4). What is taken over from one of
/// ours is not asked for, so a take-over costs no time.
/// <code>
///   new --> probing --(asked, and nobody has it)--> clear
///   probing --(a stranger has it)--> held: not answered --(after a pause)--> probing again
/// </code>
/// </summary>
/// <param name="count">Probes for an address on each of its links; 0: nothing is asked.</param>
internal sealed class AddressProbes(int count)
{
    /// <summary>Between two probes, and after the last.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an address that a stranger has is left alone before it is asked for again.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    private readonly SortedSet<Address> clear = [];
    private readonly SortedDictionary<Address, Probe> open = [];

    /// <summary>Grows with every change of <see cref="MayAnswer"/>.</summary>
    public uint Version { get; private set; }

    public TimeSpan? NextDeadline => open.Count == 0 ? null : open.Values.Min(probe => probe.Next);

    /// <summary>Whether an address that this node owns may be answered.</summary>
    public bool MayAnswer(Address address) => clear.Contains(address);

    /// <summary>The addresses that strangers have.</summary>
    public IEnumerable<(Address Address, AddressHolder Holder)> Held =>
        open.Where(pair => pair.Value.Holder is not null).Select(pair => (pair.Key, pair.Value.Holder!));

    /// <summary>What this node owns, as of now.</summary>
    /// <param name="places">Each address with the links on which it is to be answered.</param>
    /// <param name="isNew">Whether an address was nobody's of ours.</param>
    /// <param name="now">The reactor's time.</param>
    public void Follow(SortedDictionary<Address, List<int>> places, Predicate<Address> isNew, TimeSpan now)
    {
        foreach (var gone in open.Keys.Concat(clear).Where(address => !places.ContainsKey(address)).ToList())
        {
            Version++;
            open.Remove(gone);
            clear.Remove(gone);
        }

        foreach (var (address, links) in places)
        {
            if (open.TryGetValue(address, out var probe))
            {
                open[address] = probe with { Links = links };
            }
            else if (!clear.Contains(address) && count > 0 && isNew(address))
            {
                open[address] = new(links, 0, now, Holder: null);
            }
            else if (clear.Add(address))
            {
                Version++;
            }
        }
    }

    /// <summary>A stranger has an address, or wants it at the same time (RFC 5227, 2.1.1).</summary>
    public void Seen(Address address, AddressHolder holder, TimeSpan now)
    {
        if (open.TryGetValue(address, out var probe))
        {
            open[address] = probe with { Sent = 0, Next = now + RetryPause, Holder = holder };
        }
    }

    /// <summary>Who was taken for a stranger is one of ours that had not been heard yet: its claims are heard, and the wire is asked again at once.</summary>
    public void Acquit(Predicate<AddressHolder> isOurs, TimeSpan now)
    {
        foreach (var (address, probe) in open.Where(pair => pair.Value.Holder is { } holder && isOurs(holder)).ToList())
        {
            open[address] = probe with { Sent = 0, Next = now, Holder = null };
        }
    }

    /// <summary>Addresses that have been asked for long enough; they may be answered from now on.</summary>
    public List<Address> TakeClear(TimeSpan now)
    {
        var done = open.Where(pair => pair.Value.Sent >= count && pair.Value.Next <= now).Select(pair => pair.Key).ToList();
        foreach (var address in done)
        {
            open.Remove(address);
            clear.Add(address);
            Version++;
        }

        return done;
    }

    /// <summary>The probes that are due.</summary>
    public List<Command> Due(TimeSpan now)
    {
        var commands = new List<Command>();
        foreach (var (address, probe) in open.Where(pair => pair.Value.Sent < count && pair.Value.Next <= now).ToList())
        {
            commands.AddRange(probe.Links.Select(link => new NetworkCommand.SendProbe(link, address)));
            open[address] = probe with { Sent = probe.Sent + 1, Next = now + Gap };
        }

        return commands;
    }

    /// <param name="Links">Where to ask.</param>
    /// <param name="Sent">How often it was asked.</param>
    /// <param name="Next">When the next probe is due, or the end of the wait after the last.</param>
    /// <param name="Holder">The stranger that had it when it was last asked for.</param>
    private sealed record Probe(List<int> Links, int Sent, TimeSpan Next, AddressHolder? Holder);
}
