using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Controller;

/// <summary>Keeps the counters of every valid pool's status right: one write a pool at a time, and none without a difference.</summary>
internal sealed class PoolStatusReporter
{
    private readonly SortedDictionary<ObjectKey, PoolStatusWrite> writes = [];
    private readonly SortedSet<ObjectKey> dirty = [];

    public TimeSpan? NextDeadline => writes.Values.Min(write => write.RetryAt);

    /// <summary>The watch has shown a pool, or that it is gone: what was written before counts no more.</summary>
    public void Seen(ObjectKey pool)
    {
        if (writes.TryGetValue(pool, out var write) && write.IsDone)
        {
            writes.Remove(pool);
        }

        dirty.Add(pool);
    }

    public void Ended(Command.WritePoolStatus command, Outcome outcome, TimeSpan now)
    {
        if (!writes.TryGetValue(command.Pool, out var write) || write.IsDone || write.RetryAt is not null)
        {
            return;
        }

        dirty.Add(command.Pool);
        var failures = write.Failures + 1;
        writes[command.Pool] = outcome.Kind == OutcomeKind.Done
            ? write with { IsDone = true, Failures = 0 }
            : write with { RetryAt = now + Backoff.After(failures), Failures = failures };
    }

    /// <param name="state">The pools.</param>
    /// <param name="ledger">The holders; its touched addresses are taken.</param>
    /// <param name="isEveryPoolDue">The configuration has changed.</param>
    /// <param name="now">The time.</param>
    public IEnumerable<Command> Report(ControllerState state, AddressLedger ledger, bool isEveryPoolDue, TimeSpan now)
    {
        MarkDue(state, ledger, isEveryPoolDue, now);
        foreach (var key in dirty.ToList())
        {
            var write = writes.GetValueOrDefault(key);
            if (write is { IsDone: false } && !(write.RetryAt <= now))
            {
                continue;
            }

            dirty.Remove(key);
            if (!state.PoolSpecs.TryGetValue(key, out var spec) || !state.Pools.TryGet(key.Name, out var pool) || pool.Key != key || pool.IsRefused)
            {
                writes.Remove(key);
                continue;
            }

            var counters = PoolUsage.Count(pool, ledger);
            if (counters == (write is { IsDone: true } ? write.Counters : spec.Counters))
            {
                if (write is { IsDone: false })
                {
                    // It failed, and is not needed any more or has taken effect nevertheless.
                    writes.Remove(key);
                }

                continue;
            }

            writes[key] = new PoolStatusWrite(counters) { Failures = write?.Failures ?? 0 };
            yield return new Command.WritePoolStatus(key, counters);
        }
    }

    private void MarkDue(ControllerState state, AddressLedger ledger, bool isEveryPoolDue, TimeSpan now)
    {
        var touched = ledger.TakeTouched();
        dirty.UnionWith(isEveryPoolDue
            ? state.Pools.Select(pool => pool.Key)
            : touched.Select(state.Pools.PoolOf).OfType<Pool>().Select(pool => pool.Key));
        dirty.UnionWith(writes.Where(write => write.Value.RetryAt <= now).Select(write => write.Key));
    }
}
