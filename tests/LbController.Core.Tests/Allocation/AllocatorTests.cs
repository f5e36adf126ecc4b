using LbController.Core.Addresses;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;
using static LbController.Core.Tests.Allocation.World;

namespace LbController.Core.Tests.Allocation;

/// <summary>The rules of allocation as facts: a world, a Service, what it should have, and because of what.</summary>
public sealed class AllocatorTests
{
    private static readonly Row[] Rows =
    [
        // Choice within a pool
        new("lowest first", Blue(), Web, "192.0.2.0", ReasonCode.Assigned, "the lowest address of the pool is free"),
        new("next free", Blue().Taken("192.0.2.0"), Web, "192.0.2.1", ReasonCode.Assigned, "the lowest is taken"),
        new("gap", Blue().Taken("192.0.2.0 192.0.2.2"), Web, "192.0.2.1", ReasonCode.Assigned, "gaps are filled"),
        new("last one", new World().Pool("a", "192.0.2.1/32"), Web, "192.0.2.1", ReasonCode.Assigned, "a pool may have one address"),
        new("range", new World().Pool("a", "192.0.2.7-192.0.2.9"), Web, "192.0.2.7", ReasonCode.Assigned, "a range begins where it says"),
        new("listed order", new World().Pool("a", "203.0.113.5/32 192.0.2.0/24"), Web, "203.0.113.5", ReasonCode.Assigned, "entries are used as listed"),
        new("second entry", new World().Pool("a", "203.0.113.5/32 192.0.2.0/24").Taken("203.0.113.5"), Web, "192.0.2.0", ReasonCode.Assigned, "the first is full"),
        new("full", new World().Pool("a", "192.0.2.1/32").Taken("192.0.2.1"), Web, "", ReasonCode.PoolExhausted, "nothing is left"),
        new("huge v4", new World().Pool("a", "10.0.0.0/8").Taken("10.0.0.0"), Web, "10.0.0.1", ReasonCode.Assigned, "size costs nothing"),
        new("all of v4", new World().Pool("a", "255.255.255.255/32").Taken("255.255.255.255"), Web, "", ReasonCode.PoolExhausted, "the search ends at the end of the family"),
        new("buggy .0", new World().Pool("a", "192.0.2.0/24", spec => spec with { AvoidBuggyIps = true }), Web, "192.0.2.1", ReasonCode.Assigned, ".0 is avoided"),
        new("buggy .255", new World().Pool("a", "192.0.2.255-192.0.3.9", spec => spec with { AvoidBuggyIps = true }), Web, "192.0.3.1", ReasonCode.Assigned, ".255 and .0 are avoided"),
        new("buggy only", new World().Pool("a", "192.0.2.0/32", spec => spec with { AvoidBuggyIps = true }), Web, "", ReasonCode.PoolExhausted, "what is avoided does not count"),

        // Choice of the pool
        new("no pools", new World(), Web, "", ReasonCode.NoPools, "there is nothing to give"),
        new("by name", new World().Pool("b", "192.0.2.0/24").Pool("a", "203.0.113.0/24"), Web, "203.0.113.0", ReasonCode.Assigned, "equal pools go by name"),
        new("spill", new World().Pool("b", "192.0.2.0/24").Pool("a", "203.0.113.1/32").Taken("203.0.113.1"), Web, "192.0.2.0", ReasonCode.Assigned, "the first pool is full"),
        new("manual pool", new World().Manual("a", "192.0.2.0/24"), Web, "", ReasonCode.NoPoolAdmits, "autoAssign is off"),
        new("manual passed over", new World().Manual("a", "192.0.2.0/24").Pool("b", "203.0.113.0/24"), Web, "203.0.113.0", ReasonCode.Assigned, "autoAssign is off for a"),
        new("pinned first", Blue().Pinned("z", "203.0.113.0/24", namespaces: ["shop"]), Web, "203.0.113.0", ReasonCode.Assigned, "pinned pools go before open ones"),
        new("pinned priority", new World().Pinned("a", "192.0.2.0/24", 20).Pinned("b", "203.0.113.0/24", 10), Web, "203.0.113.0", ReasonCode.Assigned, "10 is before 20"),
        new("priority 0", new World().Pinned("a", "192.0.2.0/24", 0).Pinned("b", "203.0.113.0/24", 10), Web, "203.0.113.0", ReasonCode.Assigned, "0 comes last"),
        new("equal priority", new World().Pinned("b", "192.0.2.0/24", 5).Pinned("a", "203.0.113.0/24", 5), Web, "203.0.113.0", ReasonCode.Assigned, "then by name"),
        new("pinned spills", Blue().Pinned("z", "203.0.113.1/32").Taken("203.0.113.1"), Web, "192.0.2.0", ReasonCode.Assigned, "open pools take the overflow"),
        new("other namespace", new World().Pinned("a", "192.0.2.0/24", namespaces: ["bank"]), Web, "", ReasonCode.NoPoolAdmits, "the pool is for bank"),
        new("namespace selector", new World().Pinned("a", "192.0.2.0/24", namespaceTier: "gold"), Web, "192.0.2.0", ReasonCode.Assigned, "shop is gold"),
        new("selector matches nothing", new World().Pinned("a", "192.0.2.0/24", namespaceTier: "none"), Web, "", ReasonCode.NoPoolAdmits, "an empty match closes the pool"),
        new("empty match and demand", new World().Pinned("a", "192.0.2.0/24", namespaceTier: "none"), Web.AskingPool("a"), "", ReasonCode.PoolForbidden, "nor does a demand open it"),
        new("name or selector", new World().Pinned("a", "192.0.2.0/24", namespaces: ["shop"], namespaceTier: "none"), Web, "192.0.2.0", ReasonCode.Assigned, "the two are united"),
        new("service selector", new World().Pinned("a", "192.0.2.0/24", app: "web"), Web.Labelled("web"), "192.0.2.0", ReasonCode.Assigned, "the labels match"),
        new("service selector misses", new World().Pinned("a", "192.0.2.0/24", app: "web"), Web.Labelled("db"), "", ReasonCode.NoPoolAdmits, "the labels do not match"),
        new("namespace and service", new World().Pinned("a", "192.0.2.0/24", namespaces: ["bank"], app: "web"), Web.Labelled("web"), "", ReasonCode.NoPoolAdmits, "both must match"),
        new("bad pool beside a good one", Blue().Pool("a", "192.0.2.300/32"), Web, "192.0.2.0", ReasonCode.Assigned, "a bad pool costs itself"),
        new("overlapping pools", new World().Pool("b", "192.0.2.0/25").Pool("a", "192.0.2.64/26"), Web, "192.0.2.64", ReasonCode.Assigned, "of one age: the first by name is kept"),

        // A requested pool
        new("pool demanded", Blue().Pool("a", "203.0.113.0/24"), Web.AskingPool("blue"), "192.0.2.0", ReasonCode.Assigned, "it is asked for by name"),
        new("manual demanded", new World().Manual("a", "192.0.2.0/24"), Web.AskingPool("a"), "192.0.2.0", ReasonCode.Assigned, "autoAssign does not matter then"),
        new("deprecated prefix", Blue().Pool("a", "203.0.113.0/24"), Web.With("metallb.universe.tf/address-pool", "blue"), "192.0.2.0", ReasonCode.Assigned, "the old prefix still counts"),
        new("both prefixes", Blue().Pool("a", "203.0.113.0/24"), Web.With("metallb.universe.tf/address-pool", "blue").AskingPool("a"), "203.0.113.0", ReasonCode.Assigned, "the new prefix wins"),
        new("unknown pool", Blue(), Web.AskingPool("red"), "", ReasonCode.UnknownPool, "there is no red"),
        new("demanded pool full", Blue().Pool("a", "203.0.113.1/32").Taken("203.0.113.1"), Web.AskingPool("a"), "", ReasonCode.PoolExhausted, "a demand has no second choice"),
        new("demanded pool forbids", Blue().Pinned("a", "203.0.113.0/24", namespaces: ["bank"]), Web.AskingPool("a"), "", ReasonCode.PoolForbidden, "the pool is for bank"),
        new("demanded pool is bad", Blue().Pool("a", "nonsense"), Web.AskingPool("a"), "", ReasonCode.PoolRefused, "the pool has errors"),
        new("demanded pool lacks family", new World().Pool("a", "2001:db8::/64"), Web.AskingPool("a"), "", ReasonCode.FamilyMissing, "the pool has no IPv4"),

        // Requested addresses
        new("address", Blue(), Web.Asking("192.0.2.77"), "192.0.2.77", ReasonCode.Assigned, "it is free"),
        new("spec field", Blue(), Web with { LoadBalancerIp = "192.0.2.77" }, "192.0.2.77", ReasonCode.Assigned, "the field is honoured"),
        new("manual address", new World().Manual("a", "192.0.2.0/24"), Web.Asking("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "autoAssign does not matter then"),
        new("field and annotation", Blue(), (Web with { LoadBalancerIp = "192.0.2.1" }).Asking("192.0.2.2"), "", ReasonCode.InvalidRequest, "they exclude each other"),
        new("outside", Blue(), Web.Asking("198.51.100.1"), "", ReasonCode.AddressOutsidePools, "no pool has it"),
        new("address of a bad pool", Blue().Pool("a", "203.0.113.0/24 x"), Web.Asking("203.0.113.9"), "", ReasonCode.PoolRefused, "the pool has it, but has errors"),
        new("address of a bad and a good pool", Blue().Pool("z", "192.0.2.0/24 x"), Web.Asking("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "the good one gives it"),
        new("address, and a bad pool named", Blue().Pool("a", "203.0.113.0/24 x"), Web.Asking("192.0.2.9").AskingPool("a"), "", ReasonCode.PoolRefused, "the named pool has errors"),
        new("address, and an unknown pool named", Blue(), Web.Asking("192.0.2.9").AskingPool("red"), "", ReasonCode.UnknownPool, "there is no red"),
        new("taken", Blue().Taken("192.0.2.9"), Web.Asking("192.0.2.9"), "", ReasonCode.AddressInUse, "somebody has it"),
        new("wrong pool named", Blue().Pool("a", "203.0.113.0/24"), Web.Asking("192.0.2.9").AskingPool("a"), "", ReasonCode.AddressOutsideRequestedPool, "pool and address disagree"),
        new("right pool named", Blue(), Web.Asking("192.0.2.9").AskingPool("blue"), "192.0.2.9", ReasonCode.Assigned, "pool and address agree"),
        new("forbidden address", new World().Pinned("a", "192.0.2.0/24", namespaces: ["bank"]), Web.Asking("192.0.2.9"), "", ReasonCode.PoolForbidden, "the pool is for bank"),
        new("avoided address", new World().Pool("a", "192.0.2.0/24", spec => spec with { AvoidBuggyIps = true }), Web.Asking("192.0.2.0"), "", ReasonCode.AddressAvoided, "also when asked for"),
        new("no address", Blue(), Web.Asking("web"), "", ReasonCode.InvalidRequest, "that is no address"),
        new("leading zero", Blue(), Web.Asking("192.0.2.010"), "", ReasonCode.InvalidRequest, "octal or decimal: ambiguous"),
        new("trailing comma", Blue(), Web.Asking("192.0.2.1,"), "", ReasonCode.InvalidRequest, "an empty entry is a slip"),
        new("three", Dualpool(), Dual.Asking("192.0.2.1,2001:db8::1,192.0.2.2"), "", ReasonCode.InvalidRequest, "two at most"),
        new("two of a family", Dualpool(), Dual.Asking("192.0.2.1,192.0.2.2"), "", ReasonCode.InvalidRequest, "one a family"),
        new("wrong family", Dualpool(), Web.Asking("2001:db8::1"), "", ReasonCode.FamilyMismatch, "the cluster IP is IPv4"),
        new("one for two", Dualpool(), Dual.Asking("192.0.2.1"), "", ReasonCode.FamilyMismatch, "both families must be asked for"),
        new("a pair", Dualpool(), Dual.Asking("2001:db8::5, 192.0.2.5"), "2001:db8::5 192.0.2.5", ReasonCode.Assigned, "blanks do not matter, and the order is the user's"),
        new("a pair of two pools", Blue().Pool("six", "2001:db8::/64"), Dual.Asking("192.0.2.5,2001:db8::5"), "192.0.2.5 2001:db8::5", ReasonCode.Assigned, "a pair may lie in two pools"),
        new("half a pair taken", Dualpool().Taken("192.0.2.5"), Dual.Asking("192.0.2.5,2001:db8::5"), "", ReasonCode.AddressInUse, "all or nothing"),

        // Families
        new("no cluster IP", Blue(), Web with { ClusterIps = [] }, "", ReasonCode.NoClusterIp, "the families are not known"),
        new("v6", Dualpool(), Web with { ClusterIps = [Address.Parse("fd00::1")] }, "2001:db8::", ReasonCode.Assigned, "the cluster IP is IPv6"),
        new("no v6", Blue(), Web with { ClusterIps = [Address.Parse("fd00::1")] }, "", ReasonCode.FamilyMissing, "no pool has IPv6"),
        new("dual", Dualpool(), Dual, "192.0.2.0 2001:db8::", ReasonCode.Assigned, "one of each"),
        new("dual wants one pool", new World().Pool("a", "203.0.113.0/24").Pool("b", "192.0.2.0/24 2001:db8::/64"), Dual, "192.0.2.0 2001:db8::", ReasonCode.Assigned, "a pool with both goes first"),
        new("dual from two pools", Blue().Pool("six", "2001:db8::/64"), Dual, "192.0.2.0 2001:db8::", ReasonCode.Assigned, "no pool has both"),
        new("dual, half missing", Blue(), Dual, "", ReasonCode.FamilyMissing, "RequireDualStack needs both"),
        new("dual, half full", new World().Pool("a", "192.0.2.1/32 2001:db8::/64").Taken("192.0.2.1"), Dual, "", ReasonCode.PoolExhausted, "RequireDualStack needs both"),
        new("require with one cluster IP", Dualpool(), Web with { IpFamilyPolicy = IpFamilyPolicy.RequireDualStack }, "", ReasonCode.NotEnoughClusterIps, "two cluster IPs are needed"),
        new("prefer, both", Dualpool(), Prefer, "192.0.2.0 2001:db8::", ReasonCode.Assigned, "both can be had"),
        new("prefer, v4 only", Blue(), Prefer, "192.0.2.0", ReasonCode.SecondFamilyMissing, "one will do"),
        new("prefer, v6 only", new World().Pool("six", "2001:db8::/64"), Prefer, "2001:db8::", ReasonCode.SecondFamilyMissing, "one will do"),
        new("prefer, single cluster IP", Dualpool(), Web with { IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }, "192.0.2.0", ReasonCode.Assigned, "no second family is wanted, now or later"),
        new("prefer, nothing", new World().Pool("a", "192.0.2.1/32").Taken("192.0.2.1"), Prefer, "", ReasonCode.PoolExhausted, "the pool is full; that no pool has IPv6 keeps nothing from it"),
        new("prefer, neither", new World().Manual("a", "192.0.2.0/24"), Prefer, "", ReasonCode.NoPoolAdmits, "no pool gives unasked"),

        // Set aside
        new("reserved passed over", new World().Reserving("a", "192.0.2.0/24", "192.0.2.0/31"), Web, "192.0.2.2", ReasonCode.Assigned, "what is set aside is given to nobody unasked"),
        new("reserved asked for", new World().Reserving("a", "192.0.2.0/24", "192.0.2.0/31"), Web.Asking("192.0.2.1"), "192.0.2.1", ReasonCode.Assigned, "set aside for whoever asks"),
        new("reserved for another", new World().Reserving("a", "192.0.2.0/24", "192.0.2.0", "shop/other"), Web.Asking("192.0.2.0"), "", ReasonCode.AddressReserved, "it is another's"),
        new("reserved for it", new World().Reserving("a", "192.0.2.0/24", "192.0.2.7", "shop/web"), Web, "192.0.2.7", ReasonCode.Assigned, "it is its own, lower ones are not"),
        new("reserved in a manual pool", new World().Reserving("a", "192.0.2.0/24", "192.0.2.7", "shop/web").Pool("b", "203.0.113.0/24"), Web, "192.0.2.7", ReasonCode.Assigned, "before any pool's choice"),
        new("reserved for it and taken", new World().Reserving("a", "192.0.2.0/24", "192.0.2.7", "shop/web").Taken("192.0.2.7"), Web, "192.0.2.0", ReasonCode.Assigned, "who holds it keeps it"),
        new("reserved, holder stays", new World().Reserving("a", "192.0.2.0/24", "192.0.2.7", "shop/other"), Web.Holding("192.0.2.7"), "192.0.2.7", ReasonCode.Assigned, "a reservation takes nothing away"),
        new("reserved, nothing else", new World().Reserving("a", "192.0.2.0/31", "192.0.2.0/31"), Web, "", ReasonCode.PoolExhausted, "the rest of the pool is empty"),
        new("reserved in the other pool", new World().Reserving("a", "192.0.2.0/24", "192.0.2.7", "shop/web").Pool("b", "203.0.113.0/24"), Web.AskingPool("b"), "203.0.113.0", ReasonCode.Assigned, "the pool that is asked for counts"),
        new("reserved for its name elsewhere", new World().Reserving("a", "192.0.2.0/24", "192.0.2.0", "bank/web"), Web, "192.0.2.1", ReasonCode.Assigned, "the namespace is part of the name"),
        new("both families reserved", new World().Reserving("a", "192.0.2.0/24 2001:db8::/64", "192.0.2.9 2001:db8::9", "shop/web"), Dual, "192.0.2.9 2001:db8::9", ReasonCode.Assigned, "one of each family"),
        new("reserved for two who share", new World().Reserving("a", "192.0.2.0/24", "192.0.2.7", "shop/web else/other").Taken("192.0.2.7", "k"), Web.Sharing("k"), "192.0.2.7", ReasonCode.Assigned, "it joins the other"),
        new("reserved for two, the first", new World().Reserving("a", "192.0.2.0/24", "192.0.2.7", "shop/web else/other"), Web.Sharing("k"), "192.0.2.7", ReasonCode.Assigned, "nobody has it yet"),
        new("reserved for two who do not share", new World().Reserving("a", "192.0.2.0/24", "192.0.2.7", "shop/web else/other").Taken("192.0.2.7"), Web, "192.0.2.0", ReasonCode.Assigned, "the other has it alone"),
        new("reserved for two others", new World().Reserving("a", "192.0.2.0/24", "192.0.2.7", "shop/one shop/two"), Web.Sharing("k").Asking("192.0.2.7"), "", ReasonCode.AddressReserved, "it is neither"),
        new("reserved for one, to be shared with another", new World().Reserving("a", "192.0.2.0/24", "192.0.2.7", "else/other").Taken("192.0.2.7", "k"), Web.Sharing("k").Asking("192.0.2.7"), "", ReasonCode.AddressReserved, "a key is not enough"),
        new("shared key and reserved", new World().Reserving("a", "192.0.2.0/30", "192.0.2.0", "shop/other").Taken("192.0.2.0", "k"), Web.Sharing("k"), "192.0.2.1", ReasonCode.Assigned, "a key is no way into another's reservation"),

        // What is held
        new("sticky", Blue(), Web.Holding("192.0.2.99"), "192.0.2.99", ReasonCode.Assigned, "a lower free address is no reason to move"),
        new("sticky in a manual pool", new World().Manual("a", "192.0.2.0/24"), Web.Holding("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "autoAssign turned off takes nothing away"),
        new("pool gone", new World().Pool("a", "203.0.113.0/24"), Web.Holding("192.0.2.9"), "203.0.113.0", ReasonCode.Assigned, "the address is in no pool any more", ReasonCode.AddressOutsidePools),
        new("all pools gone", new World(), Web.Holding("192.0.2.9"), "", ReasonCode.NoPools, "the address is in no pool any more", ReasonCode.AddressOutsidePools),
        new("pool renamed", Blue(), Web.Holding("192.0.2.9").From("old"), "192.0.2.9", ReasonCode.Assigned, "the address is what counts"),
        new("pool turned bad", new World().Pool("blue", "192.0.2.0/244"), Web.Holding("192.0.2.9").From("blue"), "192.0.2.9", ReasonCode.Assigned, "a slip in a pool takes nothing away"),
        new("pool turned bad, address asked for", new World().Pool("blue", "192.0.2.0/24 x"), Web.Asking("192.0.2.9").Holding("192.0.2.9").From("blue"), "192.0.2.9", ReasonCode.Assigned, "it is what is asked for"),
        new("pool turned bad, address and pool asked for", new World().Pool("blue", "192.0.2.0/24 x"), Web.Asking("192.0.2.9").AskingPool("blue").Holding("192.0.2.9").From("blue"), "192.0.2.9", ReasonCode.Assigned, "it is what is asked for"),
        new("pool turned bad, another one asked for", Blue().Pool("a", "203.0.113.0/24 x"), Web.Asking("203.0.113.9").AskingPool("blue").Holding("203.0.113.9").From("a"), "203.0.113.9", ReasonCode.PoolRefused, "it stays, but is not as asked for"),
        new("pool turned bad, annotation lost", Blue().Pool("a", "203.0.113.0/24 x"), Web.Holding("203.0.113.9"), "203.0.113.9", ReasonCode.Assigned, "whoever replaces a Service replaces its annotations"),
        new("pool shut", Blue().Pinned("a", "203.0.113.0/24", namespaces: ["bank"]), Web.Holding("203.0.113.9"), "192.0.2.0", ReasonCode.Assigned, "the pool does not admit it any more", ReasonCode.PoolForbidden),
        new("now avoided", new World().Pool("a", "192.0.2.0/24", spec => spec with { AvoidBuggyIps = true }), Web.Holding("192.0.2.0"), "192.0.2.1", ReasonCode.Assigned, "avoidBuggyIPs was turned on", ReasonCode.AddressAvoided),
        new("wish granted", Blue(), Web.Asking("192.0.2.7").Holding("192.0.2.9"), "192.0.2.7", ReasonCode.Assigned, "the user asked for another", ReasonCode.GivenUpForRequest),
        new("wish refused", Blue().Taken("192.0.2.7"), Web.Asking("192.0.2.7").Holding("192.0.2.9"), "192.0.2.9", ReasonCode.AddressInUse, "make before break"),
        new("wish unreadable", Blue(), Web.Asking("x").Holding("192.0.2.9"), "192.0.2.9", ReasonCode.InvalidRequest, "a slip takes nothing away"),
        new("wish withdrawn", Blue(), Web.Holding("192.0.2.7"), "192.0.2.7", ReasonCode.Assigned, "the address stays"),
        new("move to a pool", Blue().Pool("a", "203.0.113.0/24"), Web.AskingPool("a").Holding("192.0.2.9"), "203.0.113.0", ReasonCode.Assigned, "the user asked for the pool", ReasonCode.GivenUpForRequest),
        new("move to a full pool", Blue().Pool("a", "203.0.113.1/32").Taken("203.0.113.1"), Web.AskingPool("a").Holding("192.0.2.9"), "192.0.2.9", ReasonCode.PoolExhausted, "make before break"),
        new("move to an unknown pool", Blue(), Web.AskingPool("red").Holding("192.0.2.9"), "192.0.2.9", ReasonCode.UnknownPool, "make before break"),
        new("turned to require", Blue(), Dual.Holding("192.0.2.9"), "192.0.2.9", ReasonCode.FamilyMissing, "what is held stays"),
        new("gains the second family", Dualpool(), Prefer.Holding("192.0.2.9"), "192.0.2.9 2001:db8::", ReasonCode.Assigned, "and keeps the first"),
        new("second family from another pool", Blue().Pool("six", "2001:db8::/64"), Prefer.Holding("192.0.2.9"), "192.0.2.9 2001:db8::", ReasonCode.Assigned, "and keeps the first"),
        new("pool lost a family", Blue(), Prefer.Holding("192.0.2.9", "2001:db8::9"), "192.0.2.9", ReasonCode.SecondFamilyMissing, "the other family stays", ReasonCode.AddressOutsidePools),
        new("turned to single", Dualpool(), Web.Holding("192.0.2.9", "2001:db8::9"), "192.0.2.9", ReasonCode.Assigned, "no cluster IP goes with it", ReasonCode.FamilyUnwanted),
        new("cluster IP lost", Blue(), (Web with { ClusterIps = [] }).Holding("192.0.2.9"), "192.0.2.9", ReasonCode.NoClusterIp, "what is held stays"),
        new("require, pool named, half elsewhere", Dualpool().Pool("a", "203.0.113.0/24"), Dual.AskingPool("a").Holding("192.0.2.9", "2001:db8::9"), "192.0.2.9 2001:db8::9", ReasonCode.FamilyMissing, "all or nothing"),
        new("a stranger came first", Blue().Taken("192.0.2.9"), Web.Holding("192.0.2.9"), "192.0.2.0", ReasonCode.Assigned, "one of the two must go", ReasonCode.AddressInUse),

        // Sharing
        new("shared", Blue().Taken("192.0.2.9", "k"), Web.Sharing("k").Asking("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "same key, other port"),
        new("other key", Blue().Taken("192.0.2.9", "k"), Web.Sharing("m").Asking("192.0.2.9"), "", ReasonCode.AddressInUse, "the keys differ"),
        new("no key", Blue().Taken("192.0.2.9", "k"), Web.Asking("192.0.2.9"), "", ReasonCode.AddressInUse, "one has no key"),
        new("same port", Blue().Taken("192.0.2.9", "k", 80), Web.Sharing("k").Asking("192.0.2.9"), "", ReasonCode.SharingPortTaken, "both use 80/TCP"),
        new("same port, other protocol", Blue().Taken("192.0.2.9", "k", 80), (Web with { Ports = [new("UDP", 80)] }).Sharing("k").Asking("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "TCP and UDP do not clash"),
        new("local beside cluster", Blue().Taken("192.0.2.9", "k"), Web.Sharing("k").Local("a").Asking("192.0.2.9"), "", ReasonCode.SharingBackendDiffers, "the announcing nodes would differ"),
        new("local, same selector", Blue().Taken("192.0.2.9", "k", isLocal: true, selector: "a"), Web.Sharing("k").Local("a").Asking("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "the same endpoints"),
        new("local, other selector", Blue().Taken("192.0.2.9", "k", isLocal: true, selector: "b"), Web.Sharing("k").Local("a").Asking("192.0.2.9"), "", ReasonCode.SharingBackendDiffers, "other endpoints"),
        new("local without selector", Blue().Taken("192.0.2.9", "k"), (Web with { ExternalTrafficPolicy = "Local" }).Sharing("k").Asking("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "an empty selector is the same as none"),
        new("free before shared", Blue().Taken("192.0.2.9", "k"), Web.Sharing("k"), "192.0.2.0", ReasonCode.Assigned, "a lower free address goes before a shared one"),
        new("shared before free", Blue().Taken("192.0.2.0", "k"), Web.Sharing("k"), "192.0.2.0", ReasonCode.Assigned, "a lower shared address goes before a free one"),
        new("shared when full", new World().Pool("a", "192.0.2.1/32").Taken("192.0.2.1", "k"), Web.Sharing("k"), "192.0.2.1", ReasonCode.Assigned, "there is room under the key"),
        new("clash, next shared", Blue().Taken("192.0.2.0", "k", 80, "x").Taken("192.0.2.1", "k", 81, "y"), Web.Sharing("k"), "192.0.2.1", ReasonCode.Assigned, "the first has the port already"),
        new("new key alone", Blue(), Web.Sharing("m").Holding("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "who is alone may change the key"),
        new("new key in company", Blue().Taken("192.0.2.9", "k"), Web.Sharing("m").Holding("192.0.2.9"), "192.0.2.0", ReasonCode.Assigned, "the newcomer's terms exclude the other's", ReasonCode.AddressInUse),
        new("same port, and nothing else free", new World().Pool("a", "192.0.2.1/32").Taken("192.0.2.1", "k", 80), Web.Sharing("k"), "", ReasonCode.SharingPortTaken, "the rule and the Service that blocks are named"),
        new("another key, and nothing else free", new World().Pool("a", "192.0.2.1/32").Taken("192.0.2.1", "k", 443), Web.Sharing("other"), "", ReasonCode.PoolExhausted, "nobody shares under that key"),
        new("new port in company", Blue().Taken("192.0.2.9", "k", 80), Web.Sharing("k").Holding("192.0.2.9"), "192.0.2.0", ReasonCode.Assigned, "the ports clash now", ReasonCode.SharingPortTaken),

        // What parts 2 and 3 say besides
        new("both prefixes of the address", Blue(), Web.With("metallb.universe.tf/loadBalancerIPs", "192.0.2.8").Asking("192.0.2.7"), "192.0.2.7", ReasonCode.Assigned, "the new prefix wins"),
        new("old prefix of the address", Blue(), Web.With("metallb.universe.tf/loadBalancerIPs", "192.0.2.8"), "192.0.2.8", ReasonCode.Assigned, "the old prefix still counts"),
        new("old prefix of the key", Blue().Taken("192.0.2.9", "k"), Web.With("metallb.universe.tf/allow-shared-ip", "k").Asking("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "the old prefix still counts"),
        new("old and new key", Blue().Taken("192.0.2.9", "k"), Web.With("metallb.universe.tf/allow-shared-ip", "m").Sharing("k").Asking("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "the new prefix wins"),
        new("blank pool", Blue(), Web.AskingPool(" "), "192.0.2.0", ReasonCode.Assigned, "a blank is no demand"),
        new("blank address", Blue(), Web.Asking(" "), "192.0.2.0", ReasonCode.Assigned, "a blank is no demand"),
        new("blank beside the field", Blue(), (Web with { LoadBalancerIp = "192.0.2.7" }).Asking(""), "192.0.2.7", ReasonCode.Assigned, "a blank excludes nothing"),
        new("pool with blanks around", Blue(), Web.AskingPool(" blue "), "192.0.2.0", ReasonCode.Assigned, "blanks do not matter"),
        new("pool in other letters", Blue(), Web.AskingPool("Blue"), "", ReasonCode.UnknownPool, "names are exact"),
        new("field for two families", Dualpool(), Dual with { LoadBalancerIp = "192.0.2.7" }, "", ReasonCode.FamilyMismatch, "the field holds one address"),
        new("list in the field", Dualpool(), Dual with { LoadBalancerIp = "192.0.2.7,2001:db8::7" }, "", ReasonCode.InvalidRequest, "the field holds one address"),
        new("one of two under prefer", Dualpool(), Prefer.Asking("192.0.2.7"), "", ReasonCode.FamilyMismatch, "the family set must be equal, as in MetalLB"),
        new("pair under prefer", Dualpool(), Prefer.Asking("192.0.2.7,2001:db8::7"), "192.0.2.7 2001:db8::7", ReasonCode.Assigned, "both families are asked for"),
        new("pair and pool", Dualpool().Pool("a", "203.0.113.0/24"), Dual.Asking("192.0.2.7,2001:db8::7").AskingPool("both"), "192.0.2.7 2001:db8::7", ReasonCode.Assigned, "pool and addresses agree"),
        new("pair half outside the pool", Blue().Pool("six", "2001:db8::/64"), Dual.Asking("192.0.2.7,2001:db8::7").AskingPool("blue"), "", ReasonCode.AddressOutsideRequestedPool, "both must be of the pool"),
        new("pair shared", Dualpool().Taken("192.0.2.9 2001:db8::9", "k"), Dual.Sharing("k").Asking("192.0.2.9,2001:db8::9"), "192.0.2.9 2001:db8::9", ReasonCode.Assigned, "both are shared on the same terms"),
        new("pair half shared", Dualpool().Taken("192.0.2.9", "k").Taken("2001:db8::9", "m", name: "third"), Dual.Sharing("k").Asking("192.0.2.9,2001:db8::9"), "", ReasonCode.AddressInUse, "all or nothing"),
        new("mapped address", Blue(), Web.Asking("::ffff:192.0.2.7"), "192.0.2.7", ReasonCode.Assigned, "an IPv4 address in the clothes of IPv6"),
        new("address with a mask", Blue(), Web.Asking("192.0.2.7/32"), "", ReasonCode.InvalidRequest, "that is a prefix"),
        new("address with a zone", new World().Pool("a", "fe80::/64"), (Web with { ClusterIps = [Address.Parse("fd00::1")] }).Asking("fe80::1%eth0"), "", ReasonCode.InvalidRequest, "a zone has no meaning here"),
        new("source ranges", Blue(), Web.With("service.beta.kubernetes.io/load-balancer-source-ranges", "10.0.0.0/8"), "192.0.2.0", ReasonCode.Assigned, "they are the node's matter"),
        new("negative priority", new World().Pinned("a", "192.0.2.0/24", 1).Pinned("b", "203.0.113.0/24", -1), Web, "203.0.113.0", ReasonCode.Assigned, "-1 is before 1"),
        new("priority alone", Blue().Pinned("z", "203.0.113.0/24", 5), Web, "203.0.113.0", ReasonCode.Assigned, "matches every Service"),
        new("pinned and manual", Blue().Pool("a", "203.0.113.0/24", spec => spec with { AutoAssign = false, ServiceAllocation = new(1, ["shop"], [], []) }), Web, "192.0.2.0", ReasonCode.Assigned, "autoAssign off holds for pinned pools too"),
        new("pinned and manual, demanded", Blue().Pool("a", "203.0.113.0/24", spec => spec with { AutoAssign = false, ServiceAllocation = new(1, ["shop"], [], []) }), Web.AskingPool("a"), "203.0.113.0", ReasonCode.Assigned, "it admits the Service"),
        new("two Service selectors", new World().Pool("a", "192.0.2.0/24", spec => spec with { ServiceAllocation = new(0, [], [], [new(Labels(("app", "db")), []), new(Labels(("app", "web")), [])]) }), Web.Labelled("web"), "192.0.2.0", ReasonCode.Assigned, "the list is alternatives"),
        new("namespace named, labels miss", new World().Pinned("a", "192.0.2.0/24", namespaces: ["shop"], app: "web"), Web.Labelled("db"), "", ReasonCode.NoPoolAdmits, "labels are on top of the namespace"),
        new("empty match and Service selector", new World().Pinned("a", "192.0.2.0/24", namespaceTier: "none", app: "web"), Web.Labelled("web"), "", ReasonCode.NoPoolAdmits, "a closed pool stays closed"),
        new("dual pinned before dual open", Dualpool().Pinned("z", "203.0.113.0/24 2001:db8:1::/64"), Dual, "203.0.113.0 2001:db8:1::", ReasonCode.Assigned, "pinned pools go before open ones"),
        new("dual: of two pinned the one with both", new World().Pinned("a", "203.0.113.0/24", 1).Pinned("b", "192.0.2.0/24 2001:db8::/64", 2), Dual, "192.0.2.0 2001:db8::", ReasonCode.Assigned, "a pool with both is preferred"),
        new("dual: one pool before pinned", Dualpool().Pinned("z", "203.0.113.0/24"), Dual, "192.0.2.0 2001:db8::", ReasonCode.Assigned, "a pool with both is preferred"),
        new("labels changed", Blue().Pinned("a", "203.0.113.0/24", app: "web"), Web.Labelled("db").Holding("203.0.113.9"), "192.0.2.0", ReasonCode.Assigned, "the pool does not admit it any more", ReasonCode.PoolForbidden),
        new("ETP to Local in company", Blue().Taken("192.0.2.9", "k"), Web.Sharing("k").Local("a").Holding("192.0.2.9"), "192.0.2.0", ReasonCode.Assigned, "the announcing nodes would differ", ReasonCode.SharingBackendDiffers),
        new("ETP to Local alone", Blue(), Web.Sharing("k").Local("a").Holding("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "nobody minds"),
        new("ETP in company, address asked for", Blue().Taken("192.0.2.9", "k"), Web.Sharing("k").Local("a").Asking("192.0.2.9").Holding("192.0.2.9"), "", ReasonCode.SharingBackendDiffers, "exactly that or nothing", ReasonCode.SharingBackendDiffers),
        new("key taken away in company", Blue().Taken("192.0.2.9", "k"), Web.Holding("192.0.2.9"), "192.0.2.0", ReasonCode.Assigned, "it does not share any more", ReasonCode.AddressInUse),
        new("key added alone", Blue(), Web.Sharing("k").Holding("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "updated in place"),
        new("ports changed alone", Blue(), Web.OnPort(8080).Holding("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "ports matter only on a shared address"),
        new("ports changed in company", Blue().Taken("192.0.2.9", "k"), Web.Sharing("k").OnPort(8080).Holding("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "still no clash"),
        new("key in other letters", Blue().Taken("192.0.2.9", "k"), Web.Sharing("K").Asking("192.0.2.9"), "", ReasonCode.AddressInUse, "keys are opaque"),
        new("key with a blank", Blue().Taken("192.0.2.9", "k"), Web.Sharing("k ").Asking("192.0.2.9"), "", ReasonCode.AddressInUse, "keys are opaque, blanks included"),
        new("empty key", Blue().Taken("192.0.2.9", ""), Web.Sharing("").Asking("192.0.2.9"), "", ReasonCode.AddressInUse, "an empty key is none"),
        new("key of another namespace", Blue().Taken("192.0.2.9", "k"), Web.Sharing("k").Asking("192.0.2.9"), "192.0.2.9", ReasonCode.Assigned, "the namespace does not count, as in MetalLB"),
        new("second family full", new World().Pool("a", "192.0.2.0/24 2001:db8::1/128").Taken("2001:db8::1"), Prefer, "192.0.2.0", ReasonCode.SecondFamilyMissing, "one will do"),
        new("second family from the named pool only", new World().Pool("a", "192.0.2.0/24").Pool("six", "2001:db8::/64"), Prefer.AskingPool("a"), "192.0.2.0", ReasonCode.SecondFamilyMissing, "the demand names one pool"),
        new("second family in a manual pool of the first", new World().Manual("a", "192.0.2.0/24 2001:db8::/64"), Prefer.Holding("192.0.2.9"), "192.0.2.9 2001:db8::", ReasonCode.Assigned, "its own pool grew a family"),
        new("status of two of a family", Blue(), Web.Holding("192.0.2.5", "192.0.2.6"), "192.0.2.5", ReasonCode.Assigned, "one a family; only a hand writes two"),
        new("families of the pair swapped in status", Dualpool(), Dual.Holding("2001:db8::5", "192.0.2.5"), "192.0.2.5 2001:db8::5", ReasonCode.Assigned, "the order means nothing"),
        new("two cluster IPs of a family", Blue(), Web with { ClusterIps = [Address.Parse("10.96.0.1"), Address.Parse("10.96.0.2")] }, "", ReasonCode.ClusterIpsOfOneFamily, "no API server gives that"),
        new("range across .255", new World().Pool("a", "192.0.2.254-192.0.3.1", spec => spec with { AvoidBuggyIps = true }).Taken("192.0.2.254"), Web, "192.0.3.1", ReasonCode.Assigned, "neither .255 nor .0"),
        new("avoid does not touch v6", new World().Pool("a", "2001:db8::/127", spec => spec with { AvoidBuggyIps = true }), Web with { ClusterIps = [Address.Parse("fd00::1")] }, "2001:db8::", ReasonCode.Assigned, "only IPv4 has the habit"),
    ];

    public static TheoryData<string> Names => [.. Rows.Select(row => row.Name)];

    [Fact]
    public void There_are_a_hundred_and_fifty_facts_at_least() => Assert.True(Rows.Length >= 150, $"{Rows.Length}");

    [Fact]
    public void Names_are_unique() => Assert.Equal(Rows.Length, Rows.Select(row => row.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_decision_is_as_the_table_says(string name)
    {
        var row = Rows.Single(row => row.Name == name);
        var decision = row.World.Decide(row.Service);
        Assert.True(row.Addresses == string.Join(' ', decision.Addresses), $"{string.Join(' ', decision.Addresses)} ({decision.Reason}), but {row.Because}");
        Assert.True(row.Reason == decision.Reason.Code, $"{decision.Reason}, but {row.Because}");
        Assert.True(row.Loss == decision.Loss?.Code, $"loss {decision.Loss}, but {row.Because}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_decision_once_in_the_status_is_decided_again(string name)
    {
        var row = Rows.Single(row => row.Name == name);
        var decision = row.World.Decide(row.Service);
        var service = row.Service.Holding([.. decision.Addresses.Select(address => address.ToString())]);
        var again = row.World.Decide(decision.Pool.Length > 0 ? service.From(decision.Pool) : service);
        Assert.Equal(decision with { Loss = null, Wait = null }, again with { Wait = null });
    }

    [Fact]
    public void Two_pools_are_both_named()
    {
        Assert.Equal("blue,six", Blue().Pool("six", "2001:db8::/64").Decide(Dual).Pool);
        Assert.Equal("both", Dualpool().Decide(Dual).Pool);
    }

    [Fact]
    public void Who_waits_for_its_reserved_address_is_told_who_keeps_it()
    {
        var message = new World().Reserving("a", "192.0.2.0/32", "192.0.2.0", "shop/web").Taken("192.0.2.0", name: "api").Decide(Web).Reason.Message;
        Assert.Equal(
            "no free IPv4 address is left in the pools that admit this Service; 192.0.2.0, which is set aside for this Service, is kept by else/api, which had it before",
            message);
    }

    [Fact]
    public void A_sharing_refusal_names_the_rule_and_the_Service_that_blocks()
    {
        var message = Blue().Taken("192.0.2.9", "k", 80, "api").Decide(Web.Sharing("k").Asking("192.0.2.9")).Reason.Message;
        Assert.Equal("192.0.2.9 belongs to Service else/api: both use port 80/TCP", message);
    }

    [Theory]
    [InlineData("203.0.113.9", "", "203.0.113.9 cannot be had: IPAddressPool 'a' has errors and gives no addresses; mend it (spec.addresses[1]: 'x' is neither")]
    [InlineData("", "a", "IPAddressPool 'a' has errors and gives no addresses; mend it (spec.addresses[1]: 'x' is neither")]
    [InlineData("192.0.2.9", "a", "IPAddressPool 'a' has errors and gives no addresses; mend it (spec.addresses[1]: 'x' is neither")]
    public void Who_asks_for_a_refused_pool_is_told_which_and_why_it_is_refused(string address, string pool, string message) =>
        Assert.StartsWith(message, Blue().Pool("a", "203.0.113.0/24 x").Decide(Web.Asking(address).AskingPool(pool)).Reason.Message, StringComparison.Ordinal);

    private static World Blue() => new World().Pool("blue", "192.0.2.0/24");

    private static World Dualpool() => new World().Pool("both", "192.0.2.0/24 2001:db8::/64");

    private sealed record Row(
        string Name,
        World World,
        ServiceSnapshot Service,
        string Addresses,
        ReasonCode Reason,
        string Because,
        ReasonCode? Loss = null);
}
