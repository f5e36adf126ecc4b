namespace LbController.Kubernetes.Resources;

/// <summary>Which node announces a Service by ARP and NDP; written by that node's speaker.</summary>
public sealed class ServiceL2Status : MetalLbResource
{
    public EmptySpec? Spec { get; set; }

    /// <summary>Null until it is first written.</summary>
    public ServiceL2StatusContent? Status { get; set; }
}
