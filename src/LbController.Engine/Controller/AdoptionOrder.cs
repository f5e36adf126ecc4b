using LbController.Core;
using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Snapshot;

namespace LbController.Engine.Controller;

/// <summary>
/// Who keeps an address when several show it and, since the last controller wrote that, not all agree to share any more: those who agree
/// with the most others come first, so that the one who changed has to go; among equals the oldest.
/// </summary>
internal sealed class AdoptionOrder
{
    private readonly Dictionary<(Address Address, string Key, string Backend, string Confines), int> agreeing = [];
    private readonly bool sharingNeedsConsent;

    public AdoptionOrder(IReadOnlyCollection<ServiceSnapshot> services, bool sharingNeedsConsent)
    {
        this.sharingNeedsConsent = sharingNeedsConsent;
        foreach (var group in services.SelectMany(Groups))
        {
            agreeing[group] = agreeing.GetValueOrDefault(group) + 1;
        }

        Services = [.. services.OrderByDescending(Company).ThenBy(ServiceRank.Of)];
    }

    /// <summary>All of them, whose claims count first to last.</summary>
    public IReadOnlyList<ServiceSnapshot> Services { get; }

    /// <summary>How many Services, this one included, show an address of this one and agree to share it.</summary>
    private int Company(ServiceSnapshot service) => Groups(service).Select(group => agreeing[group]).DefaultIfEmpty().Max();

    private IEnumerable<(Address Address, string Key, string Backend, string Confines)> Groups(ServiceSnapshot service)
    {
        var (key, backend, _, confines) = SharingTerms.Of(service, sharingNeedsConsent);
        return key.Length == 0 ? [] : ServiceStatus.Addresses(service).Select(address => (address, key, backend, confines));
    }
}
