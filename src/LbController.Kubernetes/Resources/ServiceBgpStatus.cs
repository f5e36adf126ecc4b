namespace LbController.Kubernetes.Resources;

/// <summary>To which peers a node announces a Service; written by that node's speaker.</summary>
public sealed class ServiceBgpStatus : MetalLbResource
{
    public EmptySpec? Spec { get; set; }

    /// <summary>Null until it is first written.</summary>
    public ServiceBgpStatusContent? Status { get; set; }
}
