using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Engine.Controller;

/// <summary>What a Service's status shows, and what it should show.</summary>
internal static class ServiceStatus
{
    /// <summary>The addresses in the status, in their order; what is no address is passed over.</summary>
    public static ValueArray<Address> Addresses(ServiceSnapshot service) => service.IngressIps
        .Select(text => Address.TryParse(text, out var address) ? address : (Address?)null)
        .OfType<Address>()
        .Distinct()
        .ToValueArray();

    /// <summary>The status lists two addresses of one family, as only a hand can have written.</summary>
    public static bool IsOdd(ServiceSnapshot service)
    {
        var addresses = Addresses(service);
        return addresses.Count > 1 && addresses.Select(address => address.Family).Distinct().Count() < addresses.Count;
    }

    /// <summary>The condition that says the decision.</summary>
    public static ServiceCondition Condition(ServiceSnapshot service, AllocationDecision decision) =>
        new(decision.IsMet ? "True" : "False", decision.Reason.Code.ToString(), decision.Reason.Message, service.Generation);

    /// <summary>Whether the status already shows the decision; the order of the two families is left as it is.</summary>
    public static bool IsShown(ServiceSnapshot service, AllocationDecision decision, ServiceCondition? condition)
    {
        var pool = service.Annotations[ServiceAnnotations.Prefix + ServiceAnnotations.AllocatedFromPool] ?? "";
        return pool == decision.Pool
            && service.AddressCondition == condition
            && service.IngressIps.Count == decision.Addresses.Count
            && decision.Addresses.All(address => service.IngressIps.AsSpan().Contains(address.ToString()));
    }
}
