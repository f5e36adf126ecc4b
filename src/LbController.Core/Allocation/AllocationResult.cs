using LbController.Core.Addresses;
using LbController.Core.Reasons;

namespace LbController.Core.Allocation;

/// <summary>The addresses to have; <paramref name="Shortage"/>: what is missing (null: nothing is), and what then would help.</summary>
internal sealed record AllocationResult(IReadOnlyCollection<Address> Addresses, Reason? Shortage = null, AddressWait? Wait = null);
