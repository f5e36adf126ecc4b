using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>On what terms a Service lets others use its address.</summary>
/// <param name="Key">From the annotation allow-shared-ip; empty: not at all.</param>
/// <param name="Backend">With externalTrafficPolicy Local the selector, as the announcing node depends on it; else empty.</param>
/// <param name="Ports">What the Service itself occupies.</param>
/// <param name="Confines">The namespace that the Service shares in; empty: any.</param>
public sealed record SharingTerms(string Key, string Backend, ValueArray<ServicePort> Ports, string Confines = "")
{
    /// <param name="service">Any Service.</param>
    /// <param name="needsConsent">Only Services that say so share with other namespaces.</param>
    public static SharingTerms Of(ServiceSnapshot service, bool needsConsent = false) => new(
        ServiceAnnotations.SharingKey(service),
        service.IsLocal ? service.Selector.ToString() : "",
        service.Ports,
        needsConsent && !ServiceAnnotations.SharesAcrossNamespaces(service) ? service.Key.Namespace : "");

    /// <summary>Which rule keeps the two from sharing an address, in words; null: they may.</summary>
    public (ReasonCode Code, string Detail)? Refusal(SharingTerms other)
    {
        if (Key.Length == 0 || Key != other.Key)
        {
            return (ReasonCode.AddressInUse, "sharing needs the same allow-shared-ip key on both");
        }

        if (Confines != other.Confines)
        {
            return (ReasonCode.SharingNotConsented, $"sharing across namespaces needs the annotation {ServiceAnnotations.ShareAcrossNamespaces}: \"true\" on both");
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
