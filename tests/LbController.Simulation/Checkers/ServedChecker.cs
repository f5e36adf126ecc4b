using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>After the faults: every Service that can have an address has one, and no other has.</summary>
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
            else if (service.IngressIps.IsEmpty && Free(service, pools, taken) is { } free)
            {
                Fail($"{service.Key} has no address, and {free} is free: {service.AddressCondition?.Message}");
            }
        }
    }

    /// <summary>It is not set aside for another, nor for who asks for it, if this one does not.</summary>
    private static bool MayHave(PoolSet pools, ServiceSnapshot service, Address address) =>
        pools.ReservedTo(address) is not { } owners || (owners.IsEmpty ? service.LoadBalancerIp == address.ToString() : owners.Contains(service.Key));

    private static Address? Free(ServiceSnapshot service, PoolSet pools, SortedSet<Address> taken)
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
            foreach (var range in pool.Ranges.Where(range => service.ClusterIps.Any(cluster => cluster.Family == range.Family)))
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
