using LbController.Core.Addresses;

namespace LbController.Core.Allocation;

/// <summary>Addresses in use without a gap between them. A class, so that "none" is null.</summary>
internal sealed record AddressRun(Address First, Address Last);
