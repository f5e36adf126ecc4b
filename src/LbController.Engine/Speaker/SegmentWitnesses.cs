using LbController.Core.Addresses;
using LbController.Engine.Commands;
using LbController.Protocols.Liveness;

namespace LbController.Engine.Speaker;

/// <summary>
/// Hosts on a link that are none of our nodes. Who hears no other speaker any more hears from them whether its own link still works: they are
/// asked as soon as all speakers of a link miss a heartbeat, and answer at once.
/// <code>
///   two or more speakers --(all silent for SuspectAfter)--> asked --(a host is heard)--> the link works: the others are dead
///                                                             \--(silence for Timeout)--> taken for cut off, asked on once a second
/// </code>
/// </summary>
internal sealed class SegmentWitnesses(LivenessOptions timing)
{
    /// <summary>So many hosts of a link are remembered, those that were heard last.</summary>
    private const int MostHosts = 8;

    private static readonly TimeSpan SlowGap = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<int, SortedDictionary<Address, TimeSpan>> hosts = [];
    private readonly SortedDictionary<int, TimeSpan> lastHeard = [];
    private readonly SortedDictionary<int, TimeSpan> lastAsked = [];

    /// <summary>When hosts are to be asked again, as of the last <see cref="Ask"/>; null: nobody is silent.</summary>
    public TimeSpan? NextDeadline { get; private set; }

    public void Heard(int link, Address host, TimeSpan now)
    {
        lastHeard[link] = now;
        if (!hosts.TryGetValue(link, out var known))
        {
            hosts[link] = known = [];
        }

        known[host] = now;
        if (known.Count > MostHosts)
        {
            known.Remove(known.MinBy(pair => pair.Value).Key);
        }
    }

    /// <summary>Whether a host was heard when every speaker of the link had already missed a heartbeat.</summary>
    /// <param name="link">The link.</param>
    /// <param name="lastSign">When the last of the speakers was heard.</param>
    public bool Saw(int link, TimeSpan lastSign) => lastHeard.TryGetValue(link, out var at) && at >= lastSign + timing.SuspectAfter;

    /// <summary>The questions that are due.</summary>
    /// <param name="silent">Links on which all speakers are silent and no host was heard since, with the moment of the last heartbeat.</param>
    /// <param name="now">The reactor's time.</param>
    public List<Command> Ask(IEnumerable<(int Link, TimeSpan LastSign)> silent, TimeSpan now)
    {
        NextDeadline = null;
        var commands = new List<Command>();
        foreach (var (link, lastSign) in silent)
        {
            if (!hosts.TryGetValue(link, out var known))
            {
                continue;
            }

            var gap = now < lastSign + timing.Timeout ? timing.SuspectAfter / 2 : SlowGap;
            if (!(now < lastAsked.GetValueOrDefault(link, TimeSpan.MinValue) + gap))
            {
                lastAsked[link] = now;
                commands.AddRange(known.Keys.Select(host => new NetworkCommand.SendProbe(link, host)));
            }

            var next = lastAsked[link] + gap;
            NextDeadline = NextDeadline <= next ? NextDeadline : next;
        }

        return commands;
    }
}
