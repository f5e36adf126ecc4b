using LbController.Core.Snapshot;

namespace LbController.Engine.Planning;

/// <summary>What a change would do.</summary>
/// <param name="Services">The Services that it touches, sorted.</param>
/// <param name="Pools">The pools whose counters it changes, sorted.</param>
/// <param name="Errors">What is wrong with the configuration only since the change: <c>Kind name: field: message</c>.</param>
public sealed record Forecast(ValueArray<ServiceForecast> Services, ValueArray<PoolForecast> Pools, ValueArray<string> Errors)
{
    /// <summary>An address moves or is lost.</summary>
    public bool IsHarmful => Services.Any(service => service.Kind is ForecastKind.Moves or ForecastKind.Loses);
}
