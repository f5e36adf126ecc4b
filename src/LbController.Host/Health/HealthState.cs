namespace LbController.Host.Health;

/// <summary>What the probes ask: does the loop turn, and have all watches been in sync once?</summary>
internal sealed class HealthState
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private volatile bool inSync;

    public Func<TimeSpan> SinceLastTurn { get; set; } = () => TimeSpan.Zero;

    public bool IsAlive => SinceLastTurn() < LongestPause;

    public bool IsReady => inSync && IsAlive;

    public void MarkInSync() => inSync = true;
}
