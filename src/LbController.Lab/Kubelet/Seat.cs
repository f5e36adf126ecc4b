namespace LbController.Lab.Kubelet;

/// <summary>A machine that can run Pods: its name in the API, its network namespace, the address that its Pods have.</summary>
internal sealed record Seat(string Node, string Namespace, string Address);
