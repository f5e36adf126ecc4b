using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>On what terms a Service lets others use its address.</summary>
/// <param name="Key">From the annotation allow-shared-ip; empty: not at all.</param>
/// <param name="Backend">With externalTrafficPolicy Local the selector, as the announcing node depends on it; else empty.</param>
/// <param name="Ports">What the Service itself occupies.</param>
public sealed record SharingTerms(string Key, string Backend, ValueArray<ServicePort> Ports)
{
    public static SharingTerms Of(ServiceSnapshot service) => new(
        ServiceAnnotations.SharingKey(service),
        service.IsLocal ? service.Selector.ToString() : "",
        service.Ports);

    /// <summary>Which rule keeps the two from sharing an address, in words; null: they may.</summary>
    public (ReasonCode Code, string Detail)? Refusal(SharingTerms other)
    {
        if (Key.Length == 0 || Key != other.Key)
        {
            return (ReasonCode.AddressInUse, "sharing needs the same allow-shared-ip key on both");
        }

        if (Backend != other.Backend)
        {
            return (ReasonCode.SharingBackendDiffers, "sharing with externalTrafficPolicy Local needs the same policy and selector on both");
        }

        foreach (var port in Ports)
        {
            if (other.Ports.AsSpan().Contains(port))
            {
                return (ReasonCode.SharingPortTaken, $"both use port {port.Port}/{port.Protocol}");
            }
        }

        return null;
    }
}
