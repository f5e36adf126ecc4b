namespace LbController.Kubernetes.Resources;

/// <summary>Names of annotations or labels of the Node whose values take the place of fields.</summary>
public sealed class BgpPeerNodeFields
{
    public string? MyASN { get; set; }

    public string? PeerASN { get; set; }

    public string? PeerAddress { get; set; }

    public string? SourceAddress { get; set; }

    public string? RouterID { get; set; }
}
