using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>
/// Says in the API what this node announces: ServiceL2Status, ServiceBGPStatus, and an Event when it begins. What was
/// wanted is compared with what was written; a write that failed is tried again after a while. What an earlier run has left is read
/// once, as soon as it is known what this run announces, and removed where it is not true any more.
/// </summary>
internal sealed class AnnouncementReporter
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<ObjectKey, L2Presence> l2 = [];
    private readonly SortedDictionary<ObjectKey, ValueArray<string>> bgp = [];
    private readonly SortedSet<ObjectKey> leftL2 = [];
    private readonly SortedSet<ObjectKey> leftBgp = [];
    private readonly SortedSet<ObjectKey> untoldL2 = [];
    private readonly SortedSet<ObjectKey> untoldBgp = [];
    private readonly AdvertisedInterfaces interfaces = new();
    private bool hasAsked;
    private bool hasHeard;
    private TimeSpan? retryAt;

    public TimeSpan? NextDeadline => retryAt;

    /// <summary>Takes in what an earlier run has left.</summary>
    public void Fold(Fact.NodeStatusesListed listed)
    {
        leftL2.UnionWith(listed.L2);
        leftBgp.UnionWith(listed.Bgp);
        hasHeard = true;
    }

    /// <summary>
    /// Forgets what a failed command was to have written, so that the next report writes it again. It may have taken effect nevertheless,
    /// and is then to be removed should it not be wanted any more.
    /// </summary>
    public void Fold(Fact.Ended ended, TimeSpan now)
    {
        if (ended.Outcome.Kind is OutcomeKind.Done or OutcomeKind.Refused)
        {
            return;
        }

        var forgotten = ended.Command switch
        {
            Command.WriteServiceL2Status write => l2.Remove(write.Service) && leftL2.Add(write.Service),
            Command.WriteServiceBgpStatus write => bgp.Remove(write.Service) && leftBgp.Add(write.Service),
            Command.RemoveServiceL2Status remove => !l2.ContainsKey(remove.Service) && leftL2.Add(remove.Service),
            Command.RemoveServiceBgpStatus remove => !bgp.ContainsKey(remove.Service) && leftBgp.Add(remove.Service),
            Command.ListNodeStatuses => true,
            _ => false,
        };
        hasAsked &= ended.Command is not Command.ListNodeStatuses;
        if (forgotten)
        {
            retryAt = now + RetryPause;
        }
    }

    /// <param name="l2Wanted">Services announced by ARP and NDP here.</param>
    /// <param name="bgpWanted">Services announced by BGP here, each with its peers.</param>
    /// <param name="state">To find the Services.</param>
    /// <param name="node">This node's name.</param>
    /// <param name="isSettled">What is wanted is not just empty for want of knowledge.</param>
    /// <param name="now">The reactor's time.</param>
    public IEnumerable<Command> Report(
        IReadOnlyDictionary<ObjectKey, L2Presence> l2Wanted,
        IReadOnlyDictionary<ObjectKey, ValueArray<string>> bgpWanted,
        SpeakerState state,
        string node,
        bool isSettled,
        TimeSpan now)
    {
        if (retryAt is { } at && at > now)
        {
            return [];
        }

        retryAt = null;
        var commands = new List<Command>();
        if (isSettled && !hasAsked)
        {
            hasAsked = true;
            commands.Add(new Command.ListNodeStatuses());
        }

        if (isSettled)
        {
            commands.AddRange(interfaces.Report(state, node));
        }

        commands.AddRange(Compare(l2, leftL2, untoldL2, l2Wanted, [.. l2Wanted.Keys, .. l2.Keys.Concat(leftL2).Where(key => !l2Wanted.ContainsKey(key)).Distinct()], WriteL2, key => new Command.RemoveServiceL2Status(key)));
        commands.AddRange(Told(untoldL2, leftL2, l2Wanted, state, node, "layer2"));
        leftL2.Clear();
        commands.AddRange(Compare(bgp, leftBgp, untoldBgp, bgpWanted, [.. bgpWanted.Keys, .. bgp.Keys.Concat(leftBgp).Where(key => !bgpWanted.ContainsKey(key)).Distinct()], WriteBgp, key => new Command.RemoveServiceBgpStatus(key)));
        commands.AddRange(Told(untoldBgp, leftBgp, bgpWanted, state, node, "bgp"));
        leftBgp.Clear();
        return commands;
    }

    /// <summary>As <see cref="Report"/>, for some Services, of which nothing but the routes can have changed.</summary>
    public IEnumerable<Command> ReportRoutes(IReadOnlyCollection<ObjectKey> services, IReadOnlyDictionary<ObjectKey, ValueArray<string>> bgpWanted, SpeakerState state, string node) => retryAt is not null
        ? []
        : [.. Compare(bgp, leftBgp, untoldBgp, bgpWanted, services, WriteBgp, key => new Command.RemoveServiceBgpStatus(key)), .. Told(untoldBgp, leftBgp, bgpWanted, state, node, "bgp")];

    private static Command.WriteServiceL2Status WriteL2(ObjectKey service, L2Presence presence) => new(service, presence.Interfaces, presence.Addresses);

    private static Command.WriteServiceBgpStatus WriteBgp(ObjectKey service, ValueArray<string> peers) => new(service, peers);

    /// <summary>Writes and removes where what is wanted is not what was written.</summary>
    private static List<Command> Compare<TValue>(
        SortedDictionary<ObjectKey, TValue> written,
        SortedSet<ObjectKey> left,
        SortedSet<ObjectKey> untold,
        IReadOnlyDictionary<ObjectKey, TValue> wanted,
        IEnumerable<ObjectKey> services,
        Func<ObjectKey, TValue, Command> write,
        Func<ObjectKey, Command> remove)
        where TValue : struct, IEquatable<TValue>
    {
        var commands = new List<Command>();
        foreach (var key in services)
        {
            var isWritten = written.TryGetValue(key, out var old);
            if (!wanted.TryGetValue(key, out var value))
            {
                if (written.Remove(key) | left.Remove(key))
                {
                    commands.Add(remove(key));
                }

                continue;
            }

            if (isWritten && old.Equals(value))
            {
                continue;
            }

            if (!isWritten)
            {
                untold.Add(key);
            }

            commands.Add(write(key, value));
            written[key] = value;
        }

        return commands;
    }

    /// <summary>What an earlier run of this node has announced is no news, and what that was is known only once it is listed.</summary>
    private List<Command> Told<TValue>(SortedSet<ObjectKey> untold, SortedSet<ObjectKey> left, IReadOnlyDictionary<ObjectKey, TValue> wanted, SpeakerState state, string node, string protocol)
    {
        if (!hasHeard || untold.Count == 0)
        {
            return [];
        }

        var told = untold.Where(key => wanted.ContainsKey(key) && !left.Contains(key)).Select(Command (key) => Assigned(state, key, node, protocol)).ToList();
        untold.Clear();
        return told;
    }

    private static Command.RecordEvent Assigned(SpeakerState state, ObjectKey key, string node, string protocol)
    {
        var uid = state.Services.TryGetValue(key, out var service) ? service.Uid : "";
        return new(new EventSubject("v1", "Service", key, uid), IsWarning: false, "nodeAssigned", $"announced from node \"{node}\" by {protocol}");
    }
}
