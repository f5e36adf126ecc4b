using LbController.Kubernetes.Client;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Writing;

/// <summary>The kinds that are written.</summary>
internal static class WrittenPaths
{
    public static readonly ResourcePath Services = new("", "v1", "services");
    public static readonly ResourcePath Events = new("", "v1", "events");
    public static readonly ResourcePath Pools = ResourcePath.Of(MetalLbKinds.IPAddressPool);
    public static readonly ResourcePath L2Statuses = ResourcePath.Of(MetalLbKinds.ServiceL2Status);
    public static readonly ResourcePath ConfigurationStates = ResourcePath.Of(MetalLbKinds.ConfigurationState);
    public static readonly ResourcePath SessionStates = ResourcePath.Of(MetalLbKinds.BgpSessionState);
    public static readonly ResourcePath BgpStatuses = ResourcePath.Of(MetalLbKinds.ServiceBgpStatus);
}
