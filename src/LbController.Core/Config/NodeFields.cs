namespace LbController.Core.Config;

/// <summary>
/// For fields of a BGPPeer: the annotation of the Node (under <c>lbcontroller.dev/</c>), or else its label, whose value takes their place.
/// Empty: the field holds as it is written. A Node without either leaves it as it is written, too.
/// </summary>
public sealed record NodeFields
{
    public string MyAsn { get; init; } = "";

    public string PeerAsn { get; init; } = "";

    public string PeerAddress { get; init; } = "";

    public string SourceAddress { get; init; } = "";

    public string RouterId { get; init; } = "";
}
