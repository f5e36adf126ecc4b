using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>Which Services are to be announced to routers at all, by whatever node.</summary>
public static class BgpSelection
{
    /// <summary>Whether an advertisement selects an address of the Service, leaving aside which nodes it selects.</summary>
    public static bool IsSelected(ServiceSnapshot service, PoolSet pools, IReadOnlyCollection<BgpAdvertisementSpec> advertisements) =>
        service.IngressIps.Any(text => Address.TryParse(text, out var address)
            && pools.PoolOf(service, address) is { } pool
            && advertisements.Any(advertisement => AdvertisementScope.Selects(advertisement, pool, service)));
}
