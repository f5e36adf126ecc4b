using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>
/// Says on a Service whether its addresses are announced, and why not. One speaker writes: the owner of its first address, or, where there
/// is no owner, the first by name of those that live. It writes what is not so already, and a "no" only when it lasts.
/// </summary>
internal sealed class AnnouncedConditions(string ownNode)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<ObjectKey, ServiceCondition> written = [];
    private readonly SortedDictionary<ObjectKey, TimeSpan> unansweredSince = [];
    private TimeSpan retryAt;

    public TimeSpan? NextDeadline { get; private set; }

    public void Fold(Fact.Ended ended, TimeSpan now)
    {
        if (ended.Command is Command.WriteAnnouncedCondition write && ended.Outcome.Kind is not (OutcomeKind.Done or OutcomeKind.Refused) && written.Remove(write.Service))
        {
            retryAt = now + RetryPause;
        }
    }

    /// <param name="services">The Services of our class that have an address.</param>
    /// <param name="plan">The L2 plan.</param>
    /// <param name="byBgp">Services that some BGPAdvertisement selects.</param>
    /// <param name="ownerOf">Who answers for an address.</param>
    /// <param name="isAlive">Whether a node's speaker is heard; our own is.</param>
    /// <param name="isSpokesman">This node is the first by name of those that live.</param>
    /// <param name="now">The reactor's time.</param>
    public IEnumerable<Command> Report(
        IReadOnlyCollection<ServiceSnapshot> services,
        IReadOnlyList<L2Announcement> plan,
        IReadOnlySet<ObjectKey> byBgp,
        Func<Address, string?> ownerOf,
        Func<string, bool> isAlive,
        bool isSpokesman,
        TimeSpan now)
    {
        NextDeadline = retryAt > now ? retryAt : null;
        var announcements = plan.SelectMany(announcement => announcement.Services.Select(service => (service, announcement))).ToLookup(pair => pair.service, pair => pair.announcement);
        foreach (var service in services)
        {
            var ours = announcements[service.Key].ToList();
            var owner = ours.Select(announcement => ownerOf(announcement.Address)).FirstOrDefault(node => node is not null);
            if ((owner is null ? !isSpokesman : owner != ownNode) || (ours.Count == 0 && byBgp.Contains(service.Key)))
            {
                Forget(service.Key);
                continue;
            }

            var missing = ours.Find(announcement => ownerOf(announcement.Address) is null);
            var reason = ours.Count == 0 ? AnnouncementReasons.NotAdvertised
                : missing is null ? AnnouncementReasons.Announced
                : AnnouncementReasons.Unanswered(missing, isAlive);
            if (IsDue(service.Key, reason, now) && Write(service, reason) is { } command)
            {
                yield return command;
            }
        }

        foreach (var gone in written.Keys.Concat(unansweredSince.Keys).Except(services.Select(service => service.Key)).ToList())
        {
            Forget(gone);
        }
    }

    private bool IsDue(ObjectKey service, Reason reason, TimeSpan now)
    {
        if (retryAt > now)
        {
            return false;
        }

        if (reason.Code == ReasonCode.Announced)
        {
            unansweredSince.Remove(service);
            return true;
        }

        unansweredSince.TryAdd(service, now);
        var due = unansweredSince[service] + Patience;
        NextDeadline = due > now && !(NextDeadline <= due) ? due : NextDeadline;
        return due <= now;
    }

    private Command.WriteAnnouncedCondition? Write(ServiceSnapshot service, Reason reason)
    {
        var wanted = new ServiceCondition(reason.Code == ReasonCode.Announced ? "True" : "False", reason.Code.ToString(), reason.Message, service.Generation);
        if (written.TryGetValue(service.Key, out var last) ? last == wanted : service.AnnouncedCondition == wanted)
        {
            return null;
        }

        written[service.Key] = wanted;
        return new(service.Key, wanted, (last ?? service.AnnouncedCondition)?.Status != wanted.Status);
    }

    private void Forget(ObjectKey service)
    {
        written.Remove(service);
        unansweredSince.Remove(service);
    }
}
