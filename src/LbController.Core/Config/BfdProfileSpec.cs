using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>A BFDProfile as written by the user. Intervals are in milliseconds; null: not set.</summary>
public sealed record BfdProfileSpec(ObjectKey Key) : ConfigObject(Key)
{
    public int? ReceiveInterval { get; init; }

    public int? TransmitInterval { get; init; }

    public int? EchoInterval { get; init; }

    public int? DetectMultiplier { get; init; }

    public int? MinimumTtl { get; init; }

    public bool EchoMode { get; init; }

    public bool PassiveMode { get; init; }
}
