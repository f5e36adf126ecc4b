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

        Compare(l2, leftL2, untoldL2, l2Wanted, (key, presence) => new Command.WriteServiceL2Status(key, presence.Interfaces, presence.Addresses), key => new Command.RemoveServiceL2Status(key), "layer2");
        Compare(bgp, leftBgp, untoldBgp, bgpWanted, (key, names) => new Command.WriteServiceBgpStatus(key, names), key => new Command.RemoveServiceBgpStatus(key), "bgp");
        return commands;

        void Compare<TValue>(
            SortedDictionary<ObjectKey, TValue> written,
            SortedSet<ObjectKey> left,
            SortedSet<ObjectKey> untold,
            IReadOnlyDictionary<ObjectKey, TValue> wanted,
            Func<ObjectKey, TValue, Command> write,
            Func<ObjectKey, Command> remove,
            string protocol)
            where TValue : struct, IEquatable<TValue>
        {
            foreach (var (key, names) in wanted)
            {
                if (!written.TryGetValue(key, out var old))
                {
                    untold.Add(key);
                }
                else if (old.Equals(names))
                {
                    continue;
                }

                commands.Add(write(key, names));
                written[key] = names;
            }

            foreach (var key in written.Keys.Union(left).Where(key => !wanted.ContainsKey(key)).ToList())
            {
                commands.Add(remove(key));
                written.Remove(key);
            }

            // What an earlier run of this node has announced is no news, and what that was is known only once it is listed.
            if (hasHeard)
            {
                commands.AddRange(untold.Where(key => wanted.ContainsKey(key) && !left.Contains(key)).Select(key => Assigned(state, key, node, protocol)));
                untold.Clear();
            }

            left.Clear();
        }
    }

    private static Command.RecordEvent Assigned(SpeakerState state, ObjectKey key, string node, string protocol)
    {
        var uid = state.Services.TryGetValue(key, out var service) ? service.Uid : "";
        return new(new EventSubject("v1", "Service", key, uid), IsWarning: false, "nodeAssigned", $"announced from node \"{node}\" by {protocol}");
    }
}
