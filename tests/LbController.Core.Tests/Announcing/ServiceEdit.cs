using CsCheck;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Announcing;

/// <summary>What happens to one of a few Services, so that tables that are kept up to date can be held against such as are made anew.</summary>
/// <param name="Service">The Service as it is from now on.</param>
/// <param name="Ready">For nodes n0 and n1: how many endpoints it has there.</param>
/// <param name="IsGone">It is deleted.</param>
internal sealed record ServiceEdit(ServiceSnapshot Service, ValueArray<int> Ready, bool IsGone)
{
    public static readonly PoolSet Pools = new([new(new("metallb-system", "blue"), LabelSet.Empty, [Prefix.Parse("192.0.2.0/24").Range]), new(new("metallb-system", "six"), LabelSet.Empty, [Prefix.Parse("2001:db8::/64").Range])], []);

    private static readonly string[] Addresses = ["192.0.2.1", "192.0.2.2", "192.0.2.129", "2001:db8::1", "198.51.100.1"];

    public static readonly Gen<ServiceEdit[]> Some =
        (from name in Gen.Int[0, 4]
         from first in Gen.Int[0, 4]
         from second in Gen.Int[0, 4]
         from isLocal in Gen.Bool
         from isGold in Gen.Bool
         from here in Gen.Int[0, 2]
         from there in Gen.Int[0, 2]
         from fate in Gen.Int[0, 4]
         select new ServiceEdit(
             new ServiceSnapshot(new("shop", $"s{name}"))
             {
                 IngressIps = new[] { Addresses[first], Addresses[second] }.ToValueArray(),
                 ExternalTrafficPolicy = isLocal ? "Local" : "Cluster",
                 Labels = isGold ? LabelSet.From([KeyValuePair.Create("tier", "gold")]) : LabelSet.Empty,
             },
             [here, there],
             fate == 0)).Array[1, 30];

    /// <summary>Does it to a table, and to what is known.</summary>
    public void Apply(SortedDictionary<ObjectKey, ServiceEdit> known, Action<ServiceSnapshot, ServiceEndpoints> put, Action<ObjectKey> remove)
    {
        if (IsGone)
        {
            known.Remove(Service.Key);
            remove(Service.Key);
        }
        else
        {
            known[Service.Key] = this;
            put(Service, Endpoints);
        }
    }

    public static LabelSelector Gold { get; } = new(LabelSet.From([KeyValuePair.Create("tier", "gold")]), []);

    public ServiceEndpoints Endpoints => new(
    [
        new(new(Service.Key.Namespace, Service.Key.Name + "-1"))
        {
            ServiceName = Service.Key.Name,
            Endpoints = Ready.SelectMany((count, node) => Enumerable.Repeat(new EndpointSnapshot($"n{node}", Ready: true, null, null), count)).ToValueArray(),
        },
    ]);
}
