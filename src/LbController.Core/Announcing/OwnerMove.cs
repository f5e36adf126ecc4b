using LbController.Core.Addresses;

namespace LbController.Core.Announcing;

/// <summary>A planned move of an address.</summary>
public readonly record struct OwnerMove(Address Address, string From, string To);
