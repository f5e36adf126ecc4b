using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Engine.Controller;

/// <summary>
/// Addresses that speakers found at a stranger before they announced them. A Service that any address will do, and that was never announced since
/// this run gave it one, gets the next; the address is passed over for a while. One that was announced keeps its address: it does not move.
/// </summary>
internal sealed class HeldElsewhere(AddressLedger ledger)
{
    /// <summary>How long an address is passed over.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private readonly SortedDictionary<Address, TimeSpan> passedOver = [];
    private readonly SortedSet<ObjectKey> neverAnnounced = [];
    private readonly Dictionary<ObjectKey, ServiceCondition> followed = [];

    public TimeSpan? NextDeadline => passedOver.Count == 0 ? null : passedOver.Values.Min();

    /// <summary>The Service gets its first address now.</summary>
    public void Given(ObjectKey service) => neverAnnounced.Add(service);

    public void Forget(ObjectKey service)
    {
        neverAnnounced.Remove(service);
        followed.Remove(service);
    }

    /// <summary>Addresses that were passed over long enough are like any other.</summary>
    public void Advance(TimeSpan now)
    {
        foreach (var over in passedOver.Where(pair => pair.Value <= now).Select(pair => pair.Key).ToList())
        {
            passedOver.Remove(over);
            ledger.PassOverNoMore(over);
        }
    }

    /// <summary>Whether the Service is to get other addresses than those that its status shows.</summary>
    public bool IsToMove(ServiceSnapshot service)
    {
        if (service.AnnouncedCondition?.Status == "True")
        {
            Forget(service.Key);
        }

        return neverAnnounced.Contains(service.Key)
            && ServiceAnnotations.SharingKey(service).Length == 0
            && (IsNews(service) || ServiceStatus.Addresses(service).Any(passedOver.ContainsKey));
    }

    /// <summary>The Service has got others.</summary>
    public void PassOver(ServiceSnapshot service, TimeSpan now)
    {
        followed[service.Key] = service.AnnouncedCondition!;
        foreach (var address in ServiceStatus.Addresses(service))
        {
            passedOver[address] = now + Period;
            ledger.PassOver(address);
        }
    }

    /// <summary>A condition stays on the Service until the new address is announced; it is followed once.</summary>
    private bool IsNews(ServiceSnapshot service) =>
        service.AnnouncedCondition is { } condition
        && condition.Reason == nameof(ReasonCode.AddressHeldElsewhere)
        && followed.GetValueOrDefault(service.Key) != condition;
}
