using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>A Service's hold on an address. Of two that exclude each other the one with the lower number came first and stays.</summary>
public sealed record AddressClaim(ObjectKey Service, SharingTerms Terms, long Number);
