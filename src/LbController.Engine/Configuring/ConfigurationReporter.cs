using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;

namespace LbController.Engine.Configuring;

/// <summary>
/// Says in the daemon's own ConfigurationState what it makes of the configuration: at the start, when that changes, and when a watch shows
/// that the object says something else. One write at a time; one that failed is tried again after a while.
/// </summary>
internal sealed class ConfigurationReporter
{
    private ConfigurationVerdict? said;
    private Command.WriteConfigurationState? sent;
    private TimeSpan? retryAt;
    private ConfigurationStateSnapshot? shown;
    private int failures;

    public TimeSpan? NextDeadline => retryAt;

    /// <summary>The watch has shown the own object, or that it is gone (null).</summary>
    public void Seen(ConfigurationStateSnapshot? own)
    {
        shown = own;
        if (said is not null && !IsShown(said))
        {
            said = null;
        }
    }

    public void Fold(Fact.Ended ended, TimeSpan now)
    {
        if (ended.Command is not Command.WriteConfigurationState write || write != sent)
        {
            return;
        }

        sent = null;
        if (ended.Outcome.Kind == OutcomeKind.Done)
        {
            (said, retryAt, failures) = (write.Verdict, null, 0);
        }
        else
        {
            retryAt = now + (ended.Outcome.Kind == OutcomeKind.Refused ? Backoff.Longest : Backoff.After(++failures));
        }
    }

    public IEnumerable<Command> Report(ConfigurationVerdict verdict, TimeSpan now)
    {
        if (said is null && sent is null && IsShown(verdict))
        {
            said = verdict;
        }

        if (verdict == said)
        {
            retryAt = null;
        }
        else if (sent is null && !(retryAt > now))
        {
            retryAt = null;
            sent = new Command.WriteConfigurationState(verdict);
            yield return sent;
        }
    }

    private bool IsShown(ConfigurationVerdict verdict) =>
        shown is not null && shown.Result == (verdict.IsValid ? "Valid" : "Invalid") && shown.ErrorSummary == verdict.Summary;
}
