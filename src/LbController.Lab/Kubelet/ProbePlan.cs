namespace LbController.Lab.Kubelet;

/// <summary>An HTTP probe of a container, in seconds as in the Pod.</summary>
internal sealed record ProbePlan(string Url, int InitialDelay, int Period, int Timeout, int FailureThreshold);
