using LbController.Core.Addresses;

namespace LbController.Core.Allocation;

/// <summary>Something became freer, so that somebody who waits may have a better chance than before.</summary>
/// <param name="Address">Where.</param>
/// <param name="Key">Null: nobody holds the address any more. Else its holders share it, and whoever shares under this key may fit in now.</param>
public sealed record Loosening(Address Address, string? Key);
