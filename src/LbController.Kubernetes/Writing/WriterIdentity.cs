namespace LbController.Kubernetes.Writing;

/// <summary>In whose name a program writes to the cluster.</summary>
/// <param name="Component">The source of Events: <c>metallb-controller</c> or <c>metallb-speaker</c>, which scripts look for.</param>
/// <param name="Namespace">Where the program and its <c>metallb.io</c> objects live.</param>
/// <param name="NodeName">The node of a speaker; empty for a controller.</param>
/// <param name="PodName">The own Pod; empty if unknown.</param>
/// <param name="PodUid">Its uid; empty if unknown. With both, the objects written go when the Pod goes.</param>
public sealed record WriterIdentity(string Component, string Namespace, string NodeName = "", string PodName = "", string PodUid = "");
