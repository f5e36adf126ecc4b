using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Attributes;

/// <param name="IsSet">AS_SET (unordered) instead of AS_SEQUENCE; also for the confederation kinds that we only read.</param>
/// <param name="Numbers">1 to 255 AS numbers.</param>
public sealed record AsPathSegment(bool IsSet, ValueSequence<uint> Numbers);
