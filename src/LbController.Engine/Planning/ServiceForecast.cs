using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Engine.Planning;

/// <summary>A Service before and after a change.</summary>
/// <param name="Service">Which.</param>
/// <param name="Before">Its addresses without the change.</param>
/// <param name="After">Its addresses with it.</param>
/// <param name="Reason">The name of a <see cref="Core.Reasons.ReasonCode"/> after the change; empty: the Service is not ours to serve then.</param>
/// <param name="Message">The same for people.</param>
public sealed record ServiceForecast(ObjectKey Service, ValueArray<Address> Before, ValueArray<Address> After, string Reason, string Message)
{
    public ForecastKind Kind
    {
        get
        {
            var isLost = Before.Any(address => !After.AsSpan().Contains(address));
            var isWon = After.Any(address => !Before.AsSpan().Contains(address));
            return (isLost, isWon) switch
            {
                (true, true) => ForecastKind.Moves,
                (true, false) => ForecastKind.Loses,
                (false, true) => ForecastKind.Gets,
                _ => Before.IsEmpty && After.IsEmpty ? ForecastKind.Waits : ForecastKind.Unchanged,
            };
        }
    }
}
