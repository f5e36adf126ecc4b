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
/// Of a Service that is announced by BGP alone nothing is said, and what was said before is taken away.
/// </summary>
internal sealed class AnnouncedConditions(string ownNode)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    /// <summary>So often the pause between two times of the same no is doubled: to ten minutes.</summary>
    private const int MostPatience = 7;

    private readonly SortedDictionary<ObjectKey, (ServiceCondition? Condition, ServiceCondition? ShownThen, TimeSpan At, int Times)> written = [];
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

    /// <param name="plan">What is to be announced.</param>
    /// <param name="answerOf">Whose an address is, and whether it is answered.</param>
    /// <param name="isAlive">Whether a node's speaker is heard; our own is.</param>
    /// <param name="isSpokesman">This node is the first by name of those that live.</param>
    /// <param name="now">The reactor's time.</param>
    public List<Command> Report(SpeakerPlan plan, Func<Address, AddressAnswer> answerOf, Func<string, bool> isAlive, bool isSpokesman, TimeSpan now)
    {
        NextDeadline = retryAt > now ? retryAt : null;
        var gone = written.Keys.Concat(unansweredSince.Keys).Where(key => !plan.Services.ContainsKey(key)).ToList();
        return ReportOn([.. gone, .. plan.Services.Keys], plan, answerOf, isAlive, isSpokesman, now);
    }

    /// <summary>As <see cref="Report"/>, for some Services; nothing that concerns the others has changed.</summary>
    public List<Command> ReportOn(
        IReadOnlyCollection<ObjectKey> touched, SpeakerPlan plan, Func<Address, AddressAnswer> answerOf, Func<string, bool> isAlive, bool isSpokesman, TimeSpan now)
    {
        var commands = new List<Command>();
        foreach (var key in touched)
        {
            if (!plan.Services.TryGetValue(key, out var service))
            {
                Forget(key);
                continue;
            }

            var answers = plan.L2.Of(key).Select(announcement => (Announcement: announcement, Answer: answerOf(announcement.Address))).ToList();
            var owner = WriterOf(answers.ConvertAll(entry => entry.Answer));
            if (owner is null ? !isSpokesman : owner != ownNode)
            {
                Forget(key);
                continue;
            }

            if (answers.Count == 0 && plan.ByBgp.Contains(key))
            {
                if (TakeAway(service, now) is { } removal)
                {
                    commands.Add(removal);
                }

                continue;
            }

            var reason = answers.Count == 0 ? AnnouncementReasons.NotAdvertised : ReasonOf(answers, isAlive);
            if (reason is not null && IsDue(key, reason, now) && Write(service, reason, now) is { } command)
            {
                commands.Add(command);
            }
        }

        return commands;
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

    /// <summary>Each time more patiently, as another may say it again, or the API server may not take it.</summary>
    private Command.WriteAnnouncedCondition? TakeAway(ServiceSnapshot service, TimeSpan now)
    {
        unansweredSince.Remove(service.Key);
        if (service.AnnouncedCondition is null)
        {
            written.Remove(service.Key);
            return null;
        }

        var isAgain = written.TryGetValue(service.Key, out var last) && last.Condition is null;
        var again = isAgain ? last.At + (RetryPause * (1 << last.Times)) : retryAt;
        if (now < again)
        {
            NextDeadline = !(NextDeadline <= again) ? again : NextDeadline;
            return null;
        }

        written[service.Key] = (null, service.AnnouncedCondition, now, isAgain ? Math.Min(last.Times + 1, MostPatience) : 0);
        return new(service.Key, Condition: null, IsTransition: false);
    }

    private void Forget(ObjectKey service)
    {
        written.Remove(service);
        unansweredSince.Remove(service);
    }
}
