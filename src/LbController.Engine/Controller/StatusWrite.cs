using LbController.Core.Addresses;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;

namespace LbController.Engine.Controller;

/// <summary>A status on its way to a Service.</summary>
/// <param name="Command">What was asked of the API.</param>
/// <param name="Gained">Addresses that the Service did not show before.</param>
/// <param name="Loss">Why one that it did show is taken away; null: none is.</param>
internal sealed record StatusWrite(Command.WriteServiceStatus Command, ValueArray<Address> Gained, Reason? Loss)
{
    /// <summary>The pools that <see cref="Gained"/> is from, for people.</summary>
    public string GainedFrom { get; init; } = "";

    public StatusWritePhase Phase { get; init; } = StatusWritePhase.Sent;

    /// <summary>Failures in a row, this write and those before it.</summary>
    public int Failures { get; init; }

    /// <summary>When to try again, while <see cref="StatusWritePhase.Failed"/>.</summary>
    public TimeSpan RetryAt { get; init; }
}
