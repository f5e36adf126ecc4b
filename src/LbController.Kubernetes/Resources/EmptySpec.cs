namespace LbController.Kubernetes.Resources;

/// <summary>The spec of a kind that has only a status.</summary>
public sealed class EmptySpec
{
}
