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

    public static readonly Reason ClusterIpsOfOneFamily = new(
        ReasonCode.ClusterIpsOfOneFamily,
        "the Service has two cluster IPs of one family, so its families are not known");

    public static readonly Reason NoPools = new(ReasonCode.NoPools, "there is no valid IPAddressPool; create one");

    public static readonly Reason NoPoolAdmits = new(
        ReasonCode.NoPoolAdmits,
        "no IPAddressPool with autoAssign admits this Service; name a pool, or change a pool's serviceAllocation");

    public static readonly Reason AllPoolsRefused = new(
        ReasonCode.PoolRefused,
        "every IPAddressPool has errors and gives no addresses; mend one");

    /// <summary>Why there is not one pool to give from.</summary>
    public static Reason NothingToGive(PoolSet pools) => pools.HasRefused ? AllPoolsRefused : NoPools;

    public static Reason Kept(Address address) => new(ReasonCode.Assigned, $"{address} is kept");

    public static Reason Usable(Address address) => Usable([address]);

    public static Reason Usable(IEnumerable<Address> addresses) => new(ReasonCode.Assigned, $"has {string.Join(", ", addresses)} to give");

    public static Reason NotAutomatic(Pool pool) =>
        new(ReasonCode.NotAutomatic, $"IPAddressPool '{pool.Name}' has autoAssign off and gives only to Services that ask for it");

    /// <summary>The shortage, with what the Service goes on with.</summary>
    public static Reason Keeping(Reason shortage, IReadOnlyCollection<Address> kept) =>
        kept.Count == 0 || shortage.Code == ReasonCode.SecondFamilyMissing
            ? shortage
            : shortage with { Message = $"{shortage.Message}; the Service keeps {string.Join(", ", kept)} meanwhile" };

    public static Reason GivenUpForExchange(IEnumerable<Address> addresses, ObjectKey other) => new(
        ReasonCode.GivenUpForExchange,
        $"{string.Join(", ", addresses)} is given up first, as this Service and {other} ask for each other's addresses");

    /// <summary>What is asked for is another address than the one that is held.</summary>
    /// <param name="held">What is held.</param>
    /// <param name="given">What comes instead.</param>
    /// <param name="pool">The pool that is asked for; null: addresses are.</param>
    public static Reason GivenUpForRequest(Address held, IEnumerable<Address> given, string? pool) => new(
        ReasonCode.GivenUpForRequest,
        $"{held} is given up for {string.Join(", ", given)}, as the Service asks for {(pool is null ? "that" : $"IPAddressPool '{Shorten(pool)}'")} now");

    public static Reason Reserved(Address address, Pool pool, IEnumerable<ObjectKey> owners) => new(
        ReasonCode.AddressReserved,
        $"{address} is set aside for Service {string.Join(" and ", owners)} by the reservations of IPAddressPool '{pool.Name}'");

    /// <summary>An address that nobody gave: the status was written by a hand.</summary>
    public static Reason ShownOutsidePools(Address address) =>
        new(ReasonCode.AddressOutsidePools, $"{address}, which somebody wrote into the status, is in no IPAddressPool and is taken out");

    /// <summary>An address that is held has left the pools.</summary>
    public static Reason LeftPools(Address address, IReadOnlyList<string> pools, PoolSet known)
    {
        var change = pools.Count == 0
            ? "no IPAddressPool has it"
            : pools.Any(name => known.TryGet(name, out _))
                ? $"the addresses of IPAddressPool '{string.Join("', '", pools)}' were changed, and no other pool has it"
                : $"IPAddressPool '{string.Join("', '", pools)}' was deleted, and no other pool has it";
        return new Reason(ReasonCode.AddressOutsidePools, $"{address} is taken away: {change}");
    }

    public static Reason TakenAway(Address held, Reason why) => why with { Message = $"{held} is taken away: {why.Message}" };

    public static Reason Assigned(IEnumerable<Address> addresses, string pool) =>
        new(ReasonCode.Assigned, $"{string.Join(", ", addresses)} from pool {pool}");

    public static Reason Invalid(string message) => new(ReasonCode.InvalidRequest, message);

    public static Reason FamilyMismatch(IEnumerable<Address> requested, IEnumerable<IpFamily> families) => new(
        ReasonCode.FamilyMismatch,
        $"the request for {string.Join(", ", requested)} does not fit the cluster IPs, which are {Names(families)}; request one address of each of these families");

    public static Reason FamilyUnwanted(Address address) =>
        new(ReasonCode.FamilyUnwanted, $"the Service has no {Name(address.Family)} cluster IP to go with {address}");

    public static Reason UnknownPool(string pool) => new(ReasonCode.UnknownPool, $"there is no IPAddressPool '{Shorten(pool)}'; create it or name another");

    public static Reason PoolRefused(Pool pool) => new(ReasonCode.PoolRefused, Refused(pool));

    public static Reason InRefusedPool(Address address, Pool pool) => new(ReasonCode.PoolRefused, $"{address} cannot be had: {Refused(pool)}");

    public static Reason PoolForbidden(Pool pool) =>
        new(ReasonCode.PoolForbidden, $"IPAddressPool '{pool.Name}' does not admit this Service's namespace or labels");

    public static Reason OutsidePools(Address address) => new(ReasonCode.AddressOutsidePools, $"{address} is in no IPAddressPool");

    public static Reason OutsideRequestedPool(Address address, string pool) =>
        new(ReasonCode.AddressOutsideRequestedPool, $"{address} is not in the requested IPAddressPool '{Shorten(pool)}'");

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

    /// <summary>What a user wrote, for a message: not more of it than a person reads.</summary>
    public static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");

    private static string Refused(Pool pool) => $"IPAddressPool '{pool.Name}' has errors and gives no addresses; mend it ({pool.Refusal})";

    private static string Name(IpFamily family) => family == IpFamily.V4 ? "IPv4" : "IPv6";

    private static string Names(IEnumerable<IpFamily> families) => string.Join(" and ", families.Select(Name));
}
