namespace LbController.Kubernetes.Reviewing;

/// <summary>A verb on a resource, as roles give it.</summary>
/// <param name="Verb">Such as <c>list</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">With its subresource, such as <c>services/status</c>.</param>
/// <param name="IsOfCluster">Everywhere; false: in the namespace of the programs.</param>
public sealed record Right(string Verb, string Group, string Resource, bool IsOfCluster)
{
    /// <summary>As API servers name it: <c>services/status</c>, <c>bgppeers.metallb.io</c>.</summary>
    public string Subject => Group.Length == 0
        ? Resource
        : Resource.Split('/') is [var plural, var part] ? $"{plural}.{Group}/{part}" : $"{Resource}.{Group}";
}
