using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker.Conflicts;

namespace LbController.Engine.Speaker;

/// <summary>
/// Says on a Service whether its addresses are announced, and why not. One speaker writes: the owner of the first address about which
/// something is wrong, else of the first, or, where there is no owner, the first by name of those that live. It writes what is not so already, and a "no" only when it lasts.
/// </summary>
internal sealed class AnnouncedConditions(string ownNode)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    /// <summary>So often the pause between two times of the same no is doubled: to ten minutes.</summary>
    private const int MostPatience = 7;

    private readonly SortedDictionary<ObjectKey, (ServiceCondition Condition, ServiceCondition? ShownThen, TimeSpan At, int Times)> written = [];
    private readonly SortedDictionary<ObjectKey, TimeSpan> unansweredSince = [];
    private TimeSpan retryAt;

    public TimeSpan? NextDeadline { get; private set; }

    public void Fold(Fact.Ended ended, TimeSpan now)
    {
        if (ended.Command is Command.WriteAnnouncedCondition write && ended.Outcome.Kind is not (OutcomeKind.Done or OutcomeKind.Refused) && written.Remove(write.Service))
        {
            retryAt = now + RetryPause;
            NextDeadline = NextDeadline <= retryAt ? NextDeadline : retryAt;
        }
    }

    /// <param name="services">The Services of our class that have an address.</param>
    /// <param name="plan">The L2 plan.</param>
    /// <param name="byBgp">Services that some BGPAdvertisement selects.</param>
    /// <param name="answerOf">Whose an address is, and whether it is answered.</param>
    /// <param name="isAlive">Whether a node's speaker is heard; our own is.</param>
    /// <param name="isSpokesman">This node is the first by name of those that live.</param>
    /// <param name="now">The reactor's time.</param>
    public IEnumerable<Command> Report(
        IReadOnlyCollection<ServiceSnapshot> services,
        IReadOnlyList<L2Announcement> plan,
        IReadOnlySet<ObjectKey> byBgp,
        Func<Address, AddressAnswer> answerOf,
        Func<string, bool> isAlive,
        bool isSpokesman,
        TimeSpan now)
    {
        NextDeadline = retryAt > now ? retryAt : null;
        var announcements = plan.SelectMany(announcement => announcement.Services.Select(service => (service, announcement))).ToLookup(pair => pair.service, pair => pair.announcement);
        foreach (var service in services)
        {
            var ours = announcements[service.Key].ToList();
            var answers = ours.ConvertAll(announcement => (Announcement: announcement, Answer: answerOf(announcement.Address)));
            var owner = WriterOf(answers.ConvertAll(entry => entry.Answer));
            if ((owner is null ? !isSpokesman : owner != ownNode) || (ours.Count == 0 && byBgp.Contains(service.Key)))
            {
                Forget(service.Key);
                continue;
            }

            var reason = ours.Count == 0 ? AnnouncementReasons.NotAdvertised : ReasonOf(answers, isAlive);
            if (reason is not null && IsDue(service.Key, reason, now) && Write(service, reason, now) is { } command)
            {
                yield return command;
            }
        }

        foreach (var gone in written.Keys.Concat(unansweredSince.Keys).Except(services.Select(service => service.Key)).ToList())
        {
            Forget(gone);
        }
    }

    /// <summary>The owner of what is not answered or disputed knows why; else that of the first address.</summary>
    private static string? WriterOf(List<AddressAnswer> answers) =>
        answers.Find(answer => answer.Owner is not null && (answer.IsSilent || answer.IsDisputed)).Owner ?? answers.Find(answer => answer.Owner is not null).Owner;

    /// <returns>Null: the wire is still being asked.</returns>
    private static Reason? ReasonOf(List<(L2Announcement Announcement, AddressAnswer Answer)> answers, Func<string, bool> isAlive)
    {
        if (answers.Find(entry => entry.Answer.Dispute is not null) is { Answer.Dispute: { } dispute } disputed)
        {
            return Disputes.Reason(disputed.Announcement.Address, dispute);
        }

        if (answers.Find(entry => entry.Answer.Owner is null) is { Announcement: { } missing })
        {
            return AnnouncementReasons.Unanswered(missing, isAlive);
        }

        return answers.Exists(entry => entry.Answer.IsSilent) ? null : AnnouncementReasons.Announced;
    }

    private static bool IsTrue(Reason reason) => reason.Code is ReasonCode.Announced or ReasonCode.AddressContested or ReasonCode.AddressAnsweredTwice;

    private bool IsDue(ObjectKey service, Reason reason, TimeSpan now)
    {
        if (retryAt > now)
        {
            return false;
        }

        if (IsTrue(reason) || reason.Code is ReasonCode.AddressHeldElsewhere or ReasonCode.AddressNotAnswered)
        {
            // Found out by asking, more than once: nothing to wait for.
            unansweredSince.Remove(service);
            return true;
        }

        unansweredSince.TryAdd(service, now);
        var due = unansweredSince[service] + Patience;
        NextDeadline = due > now && !(NextDeadline <= due) ? due : NextDeadline;
        return due <= now;
    }

    private Command.WriteAnnouncedCondition? Write(ServiceSnapshot service, Reason reason, TimeSpan now)
    {
        var wanted = new ServiceCondition(IsTrue(reason) ? "True" : "False", reason.Code.ToString(), reason.Message, service.Generation);
        var isWritten = written.TryGetValue(service.Key, out var last) && last.Condition == wanted;
        if (service.AnnouncedCondition == wanted)
        {
            written[service.Key] = (wanted, wanted, now, isWritten ? last.Times : 0);
            return null;
        }

        // Who answers has the last word: another that did not hear it may have said no in the meantime, also in the very words of before. A no
        // that was overwritten, by an owner that had not yet heard that it is none any more, is said again, and each time more patiently: two
        // that do not hear each other would else quarrel.
        var again = last.At + (IsTrue(reason) ? RetryPause : RetryPause * (1 << last.Times));
        if (isWritten && now < again && (!IsTrue(reason) || service.AnnouncedCondition == last.ShownThen))
        {
            NextDeadline = !(NextDeadline <= again) ? again : NextDeadline;
            return null;
        }

        var before = isWritten || last.Condition is null ? service.AnnouncedCondition : last.Condition;
        written[service.Key] = (wanted, service.AnnouncedCondition, now, isWritten ? Math.Min(last.Times + 1, MostPatience) : 0);
        return new(service.Key, wanted, before?.Status != wanted.Status);
    }

    private void Forget(ObjectKey service)
    {
        written.Remove(service);
        unansweredSince.Remove(service);
    }
}
