namespace LbController.Kubernetes.Resources;

/// <summary>The nine kinds of the group <c>metallb.io</c>, each in its stored version, and our own.</summary>
public static class MetalLbKinds
{
    public static readonly ResourceKind IPAddressPool = new("IPAddressPool", "v1beta1", "ipaddresspools");

    public static readonly ResourceKind L2Advertisement = new("L2Advertisement", "v1beta1", "l2advertisements");

    public static readonly ResourceKind BgpAdvertisement = new("BGPAdvertisement", "v1beta1", "bgpadvertisements");

    public static readonly ResourceKind BgpPeer = new("BGPPeer", "v1beta2", "bgppeers");

    public static readonly ResourceKind BfdProfile = new("BFDProfile", "v1beta1", "bfdprofiles");

    public static readonly ResourceKind Community = new("Community", "v1beta1", "communities");

    public static readonly ResourceKind ServiceL2Status = new("ServiceL2Status", "v1beta1", "servicel2statuses");

    public static readonly ResourceKind ServiceBgpStatus = new("ServiceBGPStatus", "v1beta1", "servicebgpstatuses");

    public static readonly ResourceKind ConfigurationState = new("ConfigurationState", "v1beta1", "configurationstates");

    public static readonly ResourceKind BgpSessionState = new("BGPSessionState", "v1beta1", "bgpsessionstates", ResourceKind.Own);

    public static readonly IReadOnlyList<ResourceKind> All =
    [
        IPAddressPool,
        L2Advertisement,
        BgpAdvertisement,
        BgpPeer,
        BfdProfile,
        Community,
        ServiceL2Status,
        ServiceBgpStatus,
        ConfigurationState,
        BgpSessionState,
    ];
}
