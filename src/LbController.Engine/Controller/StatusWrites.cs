using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Controller;

/// <summary>
/// The status writes under way, at most one a Service:
///
///   Sent --Done-----> Written ----seen in the watch--> forgotten
///        --Conflict-> Overtaken --seen in the watch--> Open (decide again)
///        --Failed---> Failed -----after a while------> Open (decide again)
///
/// A Service is decided upon only while it has no write or an open one, so an answer always meets the question that it belongs to.
/// Until then its addresses stay held.
/// </summary>
internal sealed class StatusWrites
{
    private readonly SortedDictionary<ObjectKey, StatusWrite> writes = [];
    private readonly SortedSet<(TimeSpan At, ObjectKey Service)> retries = [];

    public TimeSpan? NextDeadline => retries.Count == 0 ? null : retries.Min.At;

    /// <summary>Whether a decision about the Service must wait; the end of the waiting is reported by the other members.</summary>
    public bool IsBusy(ObjectKey service) => writes.TryGetValue(service, out var write) && write.Phase != StatusWritePhase.Open;

    /// <summary>The addresses of a write that is not confirmed yet.</summary>
    public ValueArray<Address> OnTheWayTo(ObjectKey service) =>
        writes.TryGetValue(service, out var write) ? write.Command.Ingress : [];

    public void Begin(StatusWrite write) =>
        writes[write.Command.Service] = write with { Failures = writes.GetValueOrDefault(write.Command.Service)?.Failures ?? 0 };

    public void Forget(ObjectKey service)
    {
        if (writes.Remove(service, out var write))
        {
            retries.Remove((write.RetryAt, service));
        }
    }

    /// <summary>Takes in how a write ended.</summary>
    /// <param name="command">The write.</param>
    /// <param name="outcome">Its end.</param>
    /// <param name="knownVersion">The version of the Service that the watch has shown; null: it is gone.</param>
    /// <param name="now">The time.</param>
    /// <returns>The write, if it was the one under way; its new phase may be open.</returns>
    public StatusWrite? End(Command.WriteServiceStatus command, Outcome outcome, string? knownVersion, TimeSpan now)
    {
        if (!writes.TryGetValue(command.Service, out var write) || write.Phase != StatusWritePhase.Sent || write.Command != command)
        {
            return null;
        }

        var hasWatchMovedOn = knownVersion != command.ResourceVersion;
        switch (outcome.Kind)
        {
            case OutcomeKind.Done when hasWatchMovedOn:
                Forget(command.Service);
                return write with { Phase = StatusWritePhase.Open };
            case OutcomeKind.Done:
                return Put(write with { Phase = StatusWritePhase.Written, Failures = 0 });
            case OutcomeKind.Conflict or OutcomeKind.NotFound:
                return Put(write with { Phase = hasWatchMovedOn ? StatusWritePhase.Open : StatusWritePhase.Overtaken });
            default:
                return PutFailed(write, outcome.Kind == OutcomeKind.Refused, now);
        }
    }

    /// <summary>The watch has shown another version of a Service.</summary>
    public void Confirm(ObjectKey service, string version)
    {
        if (!writes.TryGetValue(service, out var write) || version == write.Command.ResourceVersion)
        {
            return;
        }

        if (write.Phase == StatusWritePhase.Written)
        {
            Forget(service);
        }
        else if (write.Phase == StatusWritePhase.Overtaken)
        {
            Put(write with { Phase = StatusWritePhase.Open });
        }
    }

    /// <summary>Opens the writes that have waited long enough after a failure.</summary>
    public IReadOnlyList<ObjectKey> TakeDue(TimeSpan now)
    {
        var due = retries.TakeWhile(retry => retry.At <= now).Select(retry => retry.Service).ToList();
        foreach (var service in due)
        {
            var write = writes[service];
            retries.Remove((write.RetryAt, service));
            Put(write with { Phase = StatusWritePhase.Open });
        }

        return due;
    }

    private StatusWrite PutFailed(StatusWrite write, bool isRefused, TimeSpan now)
    {
        var failures = write.Failures + 1;
        var retryAt = now + (isRefused ? Backoff.Longest : Backoff.After(failures));
        retries.Add((retryAt, write.Command.Service));
        return Put(write with { Phase = StatusWritePhase.Failed, Failures = failures, RetryAt = retryAt });
    }

    private StatusWrite Put(StatusWrite write) => writes[write.Command.Service] = write;
}
