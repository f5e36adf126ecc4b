namespace LbController.Core.Reasons;

/// <summary>Every outcome of a decision about a Service's addresses and their announcement; a closed set that events, labels and <c>explain</c> share.</summary>
public enum ReasonCode
{
    /// <summary>The Service has all addresses that it asks for.</summary>
    Assigned,

    /// <summary>The type is not LoadBalancer (any more).</summary>
    NotLoadBalancer,

    /// <summary>Another controller's <c>loadBalancerClass</c>.</summary>
    OtherClass,

    /// <summary>No cluster IP yet, so the families are not known.</summary>
    NoClusterIp,

    /// <summary>RequireDualStack, but not two cluster IPs.</summary>
    NotEnoughClusterIps,

    /// <summary>Two cluster IPs of one family, which no API server gives.</summary>
    ClusterIpsOfOneFamily,

    /// <summary>The request cannot be read, or contradicts itself.</summary>
    InvalidRequest,

    /// <summary>The requested addresses are not of the Service's families.</summary>
    FamilyMismatch,

    /// <summary>The Service has no cluster IP of the address's family any more.</summary>
    FamilyUnwanted,

    /// <summary>There is no IPAddressPool at all.</summary>
    NoPools,

    /// <summary>No pool of the requested name.</summary>
    UnknownPool,

    /// <summary>The requested pool, or that of the requested address, has errors; or all pools have.</summary>
    PoolRefused,

    /// <summary>The pool does not admit this Service (namespace or labels).</summary>
    PoolForbidden,

    /// <summary>The pool gives only to Services that ask for it (<c>autoAssign</c> is off); seen in explanations.</summary>
    NotAutomatic,

    /// <summary>No pool with <c>autoAssign</c> admits this Service.</summary>
    NoPoolAdmits,

    /// <summary>The pools that admit the Service have no addresses of a family that it needs.</summary>
    FamilyMissing,

    /// <summary>PreferDualStack: one family is assigned, the other is not to be had.</summary>
    SecondFamilyMissing,

    /// <summary>The address lies in no pool.</summary>
    AddressOutsidePools,

    /// <summary>The requested address is not in the requested pool.</summary>
    AddressOutsideRequestedPool,

    /// <summary>The pool leaves .0 and .255 out (<c>avoidBuggyIPs</c>).</summary>
    AddressAvoided,

    /// <summary>The address is set aside for another Service.</summary>
    AddressReserved,

    /// <summary>Services ask for each other's addresses; one gives up its own first.</summary>
    GivenUpForExchange,

    /// <summary>The Service itself asks for another address or pool now.</summary>
    GivenUpForRequest,

    /// <summary>Another Service has the address and the two do not share: their sharing keys are not equal, or not set.</summary>
    AddressInUse,

    /// <summary>The keys agree, but the Services send traffic to different endpoints.</summary>
    SharingBackendDiffers,

    /// <summary>The keys agree, but the Services are of different namespaces, and the controller runs with <c>--sharing-needs-consent</c>.</summary>
    SharingNotConsented,

    /// <summary>The keys agree, but both use the same port.</summary>
    SharingPortTaken,

    /// <summary>The pools have no free address left.</summary>
    PoolExhausted,

    /// <summary>A node answers for every address of the Service.</summary>
    Announced,

    /// <summary>No advertisement selects the Service's pool and the Service.</summary>
    NotAdvertised,

    /// <summary>Not announced, for nothing could serve it.</summary>
    NoEndpoints,

    /// <summary>Not announced, for no node may or can.</summary>
    NoEligibleNode,

    /// <summary>Not announced, for a host that is none of ours has the address.</summary>
    AddressHeldElsewhere,

    /// <summary>Announced, and claimed by a host that is none of ours.</summary>
    AddressContested,

    /// <summary>Announced, and answered by a second node of ours.</summary>
    AddressAnsweredTwice,

    /// <summary>Owned, but nobody answers.</summary>
    AddressNotAnswered,
}
