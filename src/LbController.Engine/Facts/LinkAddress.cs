using LbController.Core.Addresses;

namespace LbController.Engine.Facts;

/// <summary>An address that a link carries, and the length of its on-link prefix.</summary>
public readonly record struct LinkAddress(Address Address, int PrefixLength);
