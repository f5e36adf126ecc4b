using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Reasons;

/// <summary>The words for each outcome of allocation. They hold no counters, so that an unchanged situation keeps its words.</summary>
public static class AllocationReasons
{
    public static readonly Reason NotLoadBalancer = new(ReasonCode.NotLoadBalancer, "the Service is not of type LoadBalancer any more");

    public static readonly Reason OtherClass = new(ReasonCode.OtherClass, "the Service's loadBalancerClass belongs to another controller");

    public static readonly Reason NoClusterIp = new(ReasonCode.NoClusterIp, "the Service has no cluster IP yet");

    public static readonly Reason NotEnoughClusterIps = new(
        ReasonCode.NotEnoughClusterIps,
        "ipFamilyPolicy RequireDualStack needs two cluster IPs, and the Service has fewer");

    public static readonly Reason NoPools = new(ReasonCode.NoPools, "there is no valid IPAddressPool; create one");

    public static readonly Reason NoPoolAdmits = new(
        ReasonCode.NoPoolAdmits,
        "no IPAddressPool with autoAssign admits this Service; name a pool, or change a pool's serviceAllocation");

    public static Reason Assigned(IEnumerable<Address> addresses, string pool) =>
        new(ReasonCode.Assigned, $"{string.Join(", ", addresses)} from pool {pool}");

    public static Reason Invalid(string message) => new(ReasonCode.InvalidRequest, message);

    public static Reason FamilyMismatch(IEnumerable<Address> requested, IEnumerable<IpFamily> families) => new(
        ReasonCode.FamilyMismatch,
        $"the request for {string.Join(", ", requested)} does not fit the cluster IPs, which are {Names(families)}; request one address of each of these families");

    public static Reason FamilyUnwanted(Address address) =>
        new(ReasonCode.FamilyUnwanted, $"the Service has no {Name(address.Family)} cluster IP to go with {address}");

    public static Reason UnknownPool(string pool) => new(ReasonCode.UnknownPool, $"there is no IPAddressPool '{pool}'");

    public static Reason PoolRefused(Pool pool) => new(ReasonCode.PoolRefused, $"IPAddressPool '{pool.Name}' has errors and gives no addresses; mend it");

    public static Reason PoolForbidden(Pool pool) =>
        new(ReasonCode.PoolForbidden, $"IPAddressPool '{pool.Name}' does not admit this Service's namespace or labels");

    public static Reason OutsidePools(Address address) => new(ReasonCode.AddressOutsidePools, $"{address} is in no IPAddressPool");

    public static Reason OutsideRequestedPool(Address address, string pool) =>
        new(ReasonCode.AddressOutsideRequestedPool, $"{address} is not in the requested IPAddressPool '{pool}'");

    public static Reason Avoided(Address address, Pool pool) =>
        new(ReasonCode.AddressAvoided, $"IPAddressPool '{pool.Name}' has avoidBuggyIPs, which leaves out {address}");

    public static Reason Sharing(ReasonCode code, Address address, ObjectKey holder, string detail) =>
        new(code, $"{address} belongs to Service {holder}: {detail}");

    public static Reason Exhausted(IEnumerable<IpFamily> families, string where) =>
        new(ReasonCode.PoolExhausted, $"no free {Names(families)} address is left in {where}");

    public static Reason FamilyMissing(IEnumerable<IpFamily> families, string where) =>
        new(ReasonCode.FamilyMissing, $"there are no {Names(families)} addresses in {where}");

    public static Reason SecondFamilyMissing(IpFamily family) =>
        new(ReasonCode.SecondFamilyMissing, $"no {Name(family)} address can be had; the Service goes on with one family");

    private static string Name(IpFamily family) => family == IpFamily.V4 ? "IPv4" : "IPv6";

    private static string Names(IEnumerable<IpFamily> families) => string.Join(" and ", families.Select(Name));
}
