using LbController.Core.Config;

namespace LbController.Engine.Planning;

/// <summary>A pool before and after a change; null where there is no such valid pool.</summary>
public sealed record PoolForecast(string Pool, PoolCounters? Before, PoolCounters? After)
{
    /// <summary>A family that had addresses to give has none left with the change, while the pool is still there.</summary>
    public bool RunsDry => Before is { } before && After is { } after
        && ((before.AvailableIPv4 > 0 && after.AvailableIPv4 == 0) || (before.AvailableIPv6 > 0 && after.AvailableIPv6 == 0));
}
