using k8s.Models;

namespace LbController.Kubernetes.Resources;

/// <summary>What the user wrote; null: not set. Durations are Go duration strings.</summary>
public sealed class BgpPeerSpec
{
    public uint MyASN { get; set; }

    public uint? PeerASN { get; set; }

    /// <summary><c>internal</c> or <c>external</c>.</summary>
    public string? DynamicASN { get; set; }

    public uint? LocalASN { get; set; }

    public string? PeerAddress { get; set; }

    public string? Interface { get; set; }

    public string? SourceAddress { get; set; }

    /// <summary>1 to 16384, default 179.</summary>
    public int? PeerPort { get; set; }

    public string? HoldTime { get; set; }

    public string? KeepaliveTime { get; set; }

    public string? ConnectTime { get; set; }

    public string? RouterID { get; set; }

    public IList<V1LabelSelector>? NodeSelectors { get; set; }

    public string? Password { get; set; }

    public V1SecretReference? PasswordSecret { get; set; }

    public string? BfdProfile { get; set; }

    /// <summary>Ours, not MetalLB's.</summary>
    public bool? BfdStrict { get; set; }

    public bool? EnableGracefulRestart { get; set; }

    /// <summary>Ours, not MetalLB's.</summary>
    public string? GracefulRestartTime { get; set; }

    /// <summary>Ours, not MetalLB's.</summary>
    public string? LongLivedStaleTime { get; set; }

    public bool? EbgpMultiHop { get; set; }

    /// <summary>Ours, not MetalLB's.</summary>
    public bool? Passive { get; set; }

    /// <summary>Ours, not MetalLB's.</summary>
    public BgpPeerNodeFields? FromNode { get; set; }

    public string? Vrf { get; set; }

    public bool? DisableMP { get; set; }

    public bool? DualStackAddressFamily { get; set; }
}
