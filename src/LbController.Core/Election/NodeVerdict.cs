namespace LbController.Core.Election;

/// <summary>Whether a node may announce an address, and if not, the first rule that forbids it.</summary>
public enum NodeVerdict
{
    Eligible,

    /// <summary>No advertisement of the Service's pool selects the node.</summary>
    NotSelected,

    /// <summary>The node carries <c>node.kubernetes.io/exclude-from-external-load-balancers</c>.</summary>
    ExcludedByLabel,

    /// <summary>The node's condition NetworkUnavailable is True.</summary>
    NetworkUnavailable,

    /// <summary>No usable endpoint of the Service exists anywhere.</summary>
    NoEndpoints,

    /// <summary>externalTrafficPolicy is Local and no usable endpoint is on the node.</summary>
    NoLocalEndpoints,

    /// <summary>The node's speaker is not heard.</summary>
    NotAlive,

    /// <summary>No interface of the node can carry the announcement: none that the advertisement names is up.</summary>
    NoInterface,
}
