using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Protocols.Wire;

namespace LbController.Engine.Speaker.Conflicts;

/// <summary>
/// Asks the wire who answers for the addresses of other speakers: its owner alone, nobody, or somebody else too. One speaker checks each
/// address; a question that finds something wrong is asked again before it is told.
/// </summary>
/// <param name="ownNode">This node.</param>
/// <param name="every">Between two checks of an address; zero: none are made.</param>
internal sealed class AnswerChecks(string ownNode, TimeSpan every)
{
    /// <summary>How long answers are waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    /// <summary>Between two checks of an address in doubt.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    /// <summary>This often in a row something must be wrong before it is told.</summary>
    private const int Tries = 3;

    private readonly SortedDictionary<Address, Check> checks = [];

    /// <summary>What was found wrong: who answered in the owner's place or besides it; a null holder: nobody.</summary>
    public IEnumerable<(Address Address, MacAddress Answerer)> Doubts =>
        checks.Where(pair => pair.Value.Doubt is not null).Select(pair => (pair.Key, pair.Value.Doubt!.Value));

    /// <summary>How long addresses were not answered by their owners, as far as this node has asked.</summary>
    public SortedDictionary<Address, TimeSpan> Outages { get; } = [];

    public long Checked { get; private set; }

    public TimeSpan? NextDeadline => checks.Count == 0 ? null : checks.Values.Min(check => check.Next);

    /// <summary>Which addresses of others this node is to check.</summary>
    /// <param name="owned">Address, the link where its owner is heard, and the owner's hardware address there.</param>
    /// <param name="now">The reactor's time.</param>
    public void Follow(SortedDictionary<Address, (int Link, MacAddress Owner)> owned, TimeSpan now)
    {
        foreach (var gone in checks.Keys.Where(address => !owned.ContainsKey(address)).ToList())
        {
            checks.Remove(gone);
        }

        foreach (var (address, (link, owner)) in every > TimeSpan.Zero ? owned : [])
        {
            if (!checks.TryGetValue(address, out var check) || check.Owner != owner || check.Link != link)
            {
                // Spread, so that a thousand addresses are not asked for at once.
                var phase = every * (StableHash.Of(ownNode, address.ToString()) % 1024 / 1024.0);
                checks[address] = new(link, owner, now + phase);
            }
        }
    }

    /// <summary>Somebody on a link has an address.</summary>
    public void Seen(int link, Address address, MacAddress mac)
    {
        if (checks.TryGetValue(address, out var check) && check.Link == link && check.IsAsking)
        {
            check.Answerers.Add(mac.Value);
        }
    }

    /// <summary>The questions that are due. What was asked long enough ago is judged first.</summary>
    public List<Command> Due(TimeSpan now)
    {
        var commands = new List<Command>();
        foreach (var (address, check) in checks.Where(pair => pair.Value.Next <= now))
        {
            if (check.IsAsking)
            {
                Judge(address, check, now);
            }

            if (check.Next <= now)
            {
                check.Ask(now + Patience);
                commands.Add(new NetworkCommand.SendProbe(check.Link, address));
            }
        }

        return commands;
    }

    private void Judge(Address address, Check check, TimeSpan now)
    {
        Checked++;
        check.IsAsking = false;
        var others = check.Answerers.Where(mac => mac != check.Owner.Value).ToList();
        var isAnswered = check.Answerers.Contains(check.Owner.Value);
        CountOutage(address, check, isAnswered, now);
        if (isAnswered && others.Count == 0)
        {
            check.Failures = 0;
            check.Doubt = null;
            check.Next = now + every;
            return;
        }

        check.Failures++;
        if (check.Failures >= Tries)
        {
            check.Doubt = new MacAddress(others.Count > 0 ? others[0] : 0);
            check.Next = now + Again;
        }
    }

    /// <summary>A single question may be lost: that is no outage.</summary>
    private void CountOutage(Address address, Check check, bool isAnswered, TimeSpan now)
    {
        if (isAnswered)
        {
            check.UncountedSince = null;
            return;
        }

        check.UncountedSince ??= now - Patience;
        if (check.Failures + 1 >= Tries)
        {
            Outages[address] = Outages.GetValueOrDefault(address) + (now - check.UncountedSince.Value);
            check.UncountedSince = now;
        }
    }

    private sealed class Check(int link, MacAddress owner, TimeSpan next)
    {
        public int Link { get; } = link;

        public MacAddress Owner { get; } = owner;

        public TimeSpan Next { get; set; } = next;

        public bool IsAsking { get; set; }

        public SortedSet<ulong> Answerers { get; } = [];

        public int Failures { get; set; }

        public MacAddress? Doubt { get; set; }

        /// <summary>Not answered since then, and not counted yet.</summary>
        public TimeSpan? UncountedSince { get; set; }

        public void Ask(TimeSpan until)
        {
            IsAsking = true;
            Answerers.Clear();
            Next = until;
        }
    }
}
