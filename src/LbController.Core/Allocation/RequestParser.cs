using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>Reads a Service's request from its spec and annotations.</summary>
public static class RequestParser
{
    private const string IpsAnnotation = ServiceAnnotations.Prefix + ServiceAnnotations.LoadBalancerIps;

    /// <param name="service">Any Service.</param>
    /// <param name="sharingNeedsConsent">Only Services that say so share with other namespaces.</param>
    public static AddressRequest Parse(ServiceSnapshot service, bool sharingNeedsConsent = false)
    {
        var problem = ReadAddresses(service, out var addresses);
        var families = service.ClusterIps.Select(address => address.Family).Distinct().Order().ToValueArray();
        return new AddressRequest(SharingTerms.Of(service, sharingNeedsConsent))
        {
            Families = families,
            IsSecondFamilyOptional = service.IpFamilyPolicy == IpFamilyPolicy.PreferDualStack,
            Pool = ServiceAnnotations.Read(service, ServiceAnnotations.AddressPool),
            Addresses = addresses,
            Problem = FamilyProblem(service, families) ?? problem ?? AddressProblem(addresses, families),
        };
    }

    /// <summary>What is wrong with the addresses that the Service asks for, whatever the cluster is; null: nothing.</summary>
    public static Reason? ProblemOf(ServiceSnapshot service) => ReadAddresses(service, out _);

    private static Reason? FamilyProblem(ServiceSnapshot service, ValueArray<IpFamily> families)
    {
        if (families.IsEmpty)
        {
            return AllocationReasons.NoClusterIp;
        }

        if (service.ClusterIps.Count > families.Count)
        {
            return AllocationReasons.ClusterIpsOfOneFamily;
        }

        return service.IpFamilyPolicy == IpFamilyPolicy.RequireDualStack && families.Count < 2 ? AllocationReasons.NotEnoughClusterIps : null;
    }

    private static Reason? AddressProblem(ValueArray<Address> addresses, ValueArray<IpFamily> families) =>
        addresses.IsEmpty || addresses.Select(address => address.Family).Order().SequenceEqual(families)
            ? null
            : AllocationReasons.FamilyMismatch(addresses, families);

    private static Reason? ReadAddresses(ServiceSnapshot service, out ValueArray<Address> addresses)
    {
        var annotation = ServiceAnnotations.Read(service, ServiceAnnotations.LoadBalancerIps);
        var field = string.IsNullOrWhiteSpace(service.LoadBalancerIp) ? null : service.LoadBalancerIp.Trim();
        if (annotation is not null && field is not null)
        {
            addresses = [];
            return AllocationReasons.Invalid($"spec.loadBalancerIP '{AllocationReasons.Shorten(field)}' and the annotation {IpsAnnotation} '{AllocationReasons.Shorten(annotation)}' exclude each other; remove one");
        }

        return field is not null
            ? ReadList(field, "spec.loadBalancerIP", atMost: 1, out addresses)
            : ReadList(annotation ?? "", $"the annotation {IpsAnnotation}", atMost: 2, out addresses);
    }

    private static Reason? ReadList(string text, string where, int atMost, out ValueArray<Address> addresses)
    {
        addresses = [];
        if (text.Length == 0)
        {
            return null;
        }

        var parts = text.Split(',', atMost + 1, StringSplitOptions.TrimEntries);
        if (parts.Length > atMost)
        {
            return AllocationReasons.Invalid($"{where} '{AllocationReasons.Shorten(text)}' lists too many addresses; give at most {atMost}");
        }

        var read = new List<Address>();
        foreach (var part in parts)
        {
            if (!Address.TryParse(part, out var address))
            {
                return AllocationReasons.Invalid($"{where} holds '{AllocationReasons.Shorten(part)}', which is no IP address");
            }

            read.Add(Unmapped(address));
        }

        if (read.Count == 2 && read[0].Family == read[1].Family)
        {
            return AllocationReasons.Invalid($"{where} '{AllocationReasons.Shorten(text)}' lists two addresses of one family; give one of each");
        }

        addresses = read.ToValueArray();
        return null;
    }

    private static Address Unmapped(Address address) => address.IsMapped ? Address.V4((uint)address.Value) : address;
}
