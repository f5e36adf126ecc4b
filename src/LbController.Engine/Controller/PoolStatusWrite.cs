using LbController.Core.Config;

namespace LbController.Engine.Controller;

/// <summary>What is known about the status of a pool beyond the watch.</summary>
/// <param name="Counters">Sent last.</param>
internal sealed record PoolStatusWrite(PoolCounters Counters)
{
    public bool IsDone { get; init; }

    /// <summary>Set while waiting to try again; null: sent, or done.</summary>
    public TimeSpan? RetryAt { get; init; }

    public int Failures { get; init; }
}
