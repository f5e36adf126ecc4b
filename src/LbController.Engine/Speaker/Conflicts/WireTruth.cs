using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Protocols.Liveness;
using LbController.Protocols.Wire;

namespace LbController.Engine.Speaker.Conflicts;

/// <summary>
/// The wire has the last word on who has an address. It stands between what this node owns and what it answers for:
/// <code>
///   owned --> <see cref="AddressProbes"/> --(nobody else has it)--> answered --> <see cref="AddressDefence"/>: strangers, and what others find
///   owned by others --> <see cref="AnswerChecks"/> --> doubts, told in heartbeats
/// </code>
/// Nothing of this happens while speakers do not watch each other: then nobody knows who is a stranger.
/// </summary>
internal sealed class WireTruth(SpeakerOptions options, SpeakerState state, SpeakerLiveness liveness, L2Ownership ownership)
{
    private readonly AddressProbes probes = new(liveness.IsWatching ? options.Probes : 0);
    private readonly AddressDefence defence = new();
    private readonly AnswerChecks checks = new(options.NodeName, liveness.IsWatching ? options.CheckAnswersEvery : TimeSpan.Zero);
    private readonly DisputeEvents events = new(options.NodeName);
    private readonly SortedSet<Address> calls = [];
    private uint decided;
    private int acquitted;
    private ValueArray<Address> watched;

    /// <summary>Grows with every change of <see cref="MayAnswer"/>.</summary>
    public uint Version => probes.Version;

    public TimeSpan? NextDeadline => new[] { probes.NextDeadline, defence.NextDeadline, checks.NextDeadline }.Min();

    /// <summary>Whether an address that this node owns may be answered.</summary>
    public bool MayAnswer(Address address) => probes.MayAnswer(address);

    /// <summary>What is wrong about an address that this node owns, as of the last <see cref="Due"/>; null: nothing known.</summary>
    public AddressDispute? DisputeOf(Address address) => events.Current.GetValueOrDefault(address);

    /// <summary>Grows when <see cref="DisputeOf"/> changes.</summary>
    public long Disputes { get; private set; }

    /// <summary>What the other speakers are to hear.</summary>
    public IEnumerable<HeartbeatDoubt> Doubts => checks.Doubts
        .Take(HeartbeatCodec.MostDoubts)
        .Select(doubt => new HeartbeatDoubt(doubt.Address.Value, doubt.Address.Family == IpFamily.V6, doubt.Answerer));

    public void Fold(NetworkFact.AddressSeen seen, TimeSpan now)
    {
        if (!liveness.IsWatching || Identify(seen.LinkIndex, seen.Mac) is not { } holder)
        {
            return;
        }

        if (!seen.IsProbe)
        {
            checks.Seen(seen.LinkIndex, seen.Address, seen.Mac);
        }

        if (holder.Node.Length > 0)
        {
            // One of ours is no conflict by itself: it may just have handed over, and its claims are heard.
            return;
        }

        probes.Seen(seen.Address, holder, now);
        if (!seen.IsProbe && probes.MayAnswer(seen.Address))
        {
            Dispute(seen.Address, new(DisputeKind.Contested, holder), now);
        }
    }

    /// <summary>Takes in what time and the other speakers bring.</summary>
    /// <returns>True: what is answered must be decided again.</returns>
    public bool Advance(TimeSpan now)
    {
        foreach (var (link, doubt) in liveness.TakeDoubts())
        {
            Fold(link, doubt, now);
        }

        if (acquitted != liveness.NodesKnown)
        {
            acquitted = liveness.NodesKnown;
            probes.Acquit(holder => liveness.NodeOf(holder.Mac) is not null, now);
            defence.Acquit(holder => liveness.NodeOf(holder.Mac) is not null);
        }

        defence.Tick(probes.MayAnswer, now);
        probes.TakeClear(now);
        return decided != Version || calls.Count > 0;
    }

    /// <summary>What this node owns and where; to be called when either has changed.</summary>
    /// <returns>The addresses that are to be announced anew.</returns>
    public IReadOnlySet<Address> Follow(IEnumerable<(int LinkIndex, Address Address)> places, TimeSpan now)
    {
        var byAddress = new SortedDictionary<Address, List<int>>();
        foreach (var (link, address) in places)
        {
            byAddress.TryAdd(address, []);
            byAddress[address].Add(link);
        }

        probes.Follow(byAddress, address => ownership.Holdings[address].IsNew, now);
        foreach (var address in byAddress.Keys.Where(probes.MayAnswer))
        {
            ownership.NoteAnswered(address);
        }

        decided = Version;
        var taken = calls.Order().ToHashSet();
        calls.Clear();
        return taken;
    }

    /// <summary>What this node is to check of others, as of a plan and who owns what.</summary>
    /// <returns>The command to watch for other addresses than before, if it is so.</returns>
    public IEnumerable<Command> Check(IReadOnlyCollection<L2Announcement> plan, TimeSpan now)
    {
        if (!liveness.IsWatching)
        {
            return [];
        }

        var checkers = liveness.Checkers();
        var owned = new SortedDictionary<Address, (int Link, MacAddress Owner)>();
        foreach (var announcement in plan)
        {
            if (ownership.OtherOwnerOf(announcement.Address) is { IsSilent: false } owner
                && checkers.Of(announcement.Address, owner.Node) is { } place)
            {
                owned[announcement.Address] = place;
            }
        }

        checks.Follow(owned, now);
        var wanted = plan.Select(announcement => announcement.Address).ToValueArray();
        if (wanted == watched)
        {
            return [];
        }

        watched = wanted;
        return [new NetworkCommand.WatchFor(wanted)];
    }

    /// <summary>The questions to the wire that are due, and Events about what changed.</summary>
    public List<Command> Due(IReadOnlyCollection<L2Announcement> plan, TimeSpan now)
    {
        var commands = new List<Command>();
        commands.AddRange(probes.Due(now));
        commands.AddRange(checks.Due(now));
        var disputes = new SortedDictionary<Address, AddressDispute>();
        foreach (var (address, holder) in probes.Held)
        {
            disputes[address] = new(DisputeKind.InUse, holder);
        }

        foreach (var (address, dispute) in defence.All)
        {
            disputes[address] = dispute;
        }

        var told = events.Report(disputes, plan);
        Disputes += told.Count;
        commands.AddRange(told);
        return commands;
    }

    public IEnumerable<Figure> Figures() =>
    [
        .. events.Current.Select(pair => SpeakerMetrics.AddressDispute.Is(
            1, pair.Key.ToString(), pair.Value.Kind.ToString(), pair.Value.Holder?.Mac.ToString() ?? "", pair.Value.Holder?.Link ?? "")),
        SpeakerMetrics.AnswersChecked.Is(checks.Checked),
        .. checks.Outages.Select(pair => SpeakerMetrics.OutageSeconds.Is(pair.Value.TotalSeconds, pair.Key.ToString())),
    ];

    private void Fold(int link, HeartbeatDoubt doubt, TimeSpan now)
    {
        var address = new Address(doubt.IsIpv6 ? IpFamily.V6 : IpFamily.V4, doubt.Address);
        if (!probes.MayAnswer(address))
        {
            return;
        }

        if (doubt.Answerer == default)
        {
            Dispute(address, new(DisputeKind.NotAnswered, null), now);
        }
        else if (Identify(link, doubt.Answerer) is { } holder)
        {
            Dispute(address, new(holder.Node.Length > 0 ? DisputeKind.AnsweredTwice : DisputeKind.Contested, holder), now);
        }
    }

    private void Dispute(Address address, AddressDispute dispute, TimeSpan now)
    {
        if (defence.Heard(address, dispute, now))
        {
            calls.Add(address);
        }
    }

    /// <summary>Who a hardware address belongs to; null: it is our own.</summary>
    private AddressHolder? Identify(int link, MacAddress mac) => state.Links.Values.Any(own => own.Mac == mac)
        ? null
        : new(mac, state.Links.TryGetValue(link, out var on) ? on.Name : "", liveness.NodeOf(mac) ?? "");
}
