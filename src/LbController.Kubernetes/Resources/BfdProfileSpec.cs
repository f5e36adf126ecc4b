namespace LbController.Kubernetes.Resources;

/// <summary>What the user wrote; null: not set. Intervals are in milliseconds.</summary>
public sealed class BfdProfileSpec
{
    public int? ReceiveInterval { get; set; }

    public int? TransmitInterval { get; set; }

    public int? EchoInterval { get; set; }

    public int? DetectMultiplier { get; set; }

    public int? MinimumTtl { get; set; }

    public bool? EchoMode { get; set; }

    public bool? PassiveMode { get; set; }
}
