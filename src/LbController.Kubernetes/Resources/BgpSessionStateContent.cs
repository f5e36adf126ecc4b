namespace LbController.Kubernetes.Resources;

/// <summary>One session.</summary>
public sealed class BgpSessionStateContent
{
    public string? Node { get; set; }

    /// <summary>The name of the BGPPeer.</summary>
    public string? Peer { get; set; }

    public string? Address { get; set; }

    public string? Vrf { get; set; }

    /// <summary><c>Idle</c>, <c>Active</c> or <c>Established</c>.</summary>
    public string? State { get; set; }

    public DateTime? Since { get; set; }

    public string? LastError { get; set; }

    public IList<string>? Families { get; set; }

    public int? PrefixesSent { get; set; }

    public string? BfdState { get; set; }
}
