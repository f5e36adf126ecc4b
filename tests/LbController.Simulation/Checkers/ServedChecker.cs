using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>After the faults: every Service that can have an address of a family that it has has one, and no other has.</summary>
public sealed class ServedChecker(World world) : Checker(world, "served")
{
    public override void AtRest()
    {
        var services = World.Api.All<ServiceSnapshot>().ToList();
        var pools = World.Api.View.Pools;
        var taken = new SortedSet<Address>(services.SelectMany(Oracle.AddressesOf));
        foreach (var service in services)
        {
            if (!Oracle.IsOurs(service))
            {
                if (service.Type != "LoadBalancer" && !service.IngressIps.IsEmpty)
                {
                    Fail($"{service.Key} is no load balancer and shows {service.IngressIps}");
                }
            }
            else if (Missing(service).Select(family => Free(service, family, pools, taken)).FirstOrDefault(address => address is not null) is { } free)
            {
                Fail($"{service.Key} has only {{{service.IngressIps}}}, and {free} is free: {service.AddressCondition?.Message}");
            }
        }
    }

    /// <summary>A Service that asks for one address asks for no second; and who needs both gets none where one of them is lacking.</summary>
    private static IEnumerable<IpFamily> Missing(ServiceSnapshot service)
    {
        var missing = service.ClusterIps.Select(cluster => cluster.Family).Distinct().Except(Oracle.AddressesOf(service).Select(address => address.Family));
        return service.IngressIps.IsEmpty || (service.LoadBalancerIp is null && service.IpFamilyPolicy == IpFamilyPolicy.PreferDualStack) ? missing : [];
    }

    /// <summary>It is not set aside for another, nor for who asks for it, if this one does not.</summary>
    private static bool MayHave(PoolSet pools, ServiceSnapshot service, Address address) =>
        pools.ReservedTo(address) is not { } owners || (owners.IsEmpty ? service.LoadBalancerIp == address.ToString() : owners.Contains(service.Key));

    private static Address? Free(ServiceSnapshot service, IpFamily family, PoolSet pools, SortedSet<Address> taken)
    {
        var named = ServiceAnnotations.Read(service, ServiceAnnotations.AddressPool);
        if (service.LoadBalancerIp is { } wish)
        {
            return Address.TryParse(wish, out var wanted)
                && service.ClusterIps.All(cluster => cluster.Family == wanted.Family)
                && pools.PoolOf(wanted) is { } holder
                && (named is null || holder.Name == named)
                && MayHave(pools, service, wanted)
                && !taken.Contains(wanted) ? wanted : null;
        }

        foreach (var pool in pools.Where(pool => named is null ? pool is { AutoAssign: true, ServiceAllocation: null } : pool.Name == named))
        {
            foreach (var range in pool.Ranges.Where(range => range.Family == family))
            {
                for (Address? address = range.First; address <= range.Last; address = address.Value.Next)
                {
                    if (!taken.Contains(address.Value) && !pool.AvoidBuggyIps && MayHave(pools, service, address.Value))
                    {
                        return address;
                    }
                }
            }
        }

        return null;
    }
}
