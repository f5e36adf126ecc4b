namespace LbController.Host.Health;

/// <summary>
/// What the probes ask. Alive: the loop turns and no watch is stuck; an API server that cannot be reached is no reason to be started again.
/// Ready: alive, and every watch has been in sync once.
/// </summary>
internal sealed class HealthState
{
    /// <summary>The loop turns at least every few seconds.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private volatile bool inSync;
    private int wasIll;

    public Func<TimeSpan> SinceLastTurn { get; set; } = () => TimeSpan.Zero;

    /// <summary>See <see cref="Kubernetes.Watching.WatchSet.Stuck"/>.</summary>
    public Func<(string Kind, TimeSpan For)?> StuckWatch { get; set; } = () => null;

    /// <summary>Called when a probe finds the process ill that it found well before.</summary>
    public Action FallenIll { get; set; } = () => { };

    /// <summary>Why the process is to be started again; empty: it lives.</summary>
    public string Illness
    {
        get
        {
            if (SinceLastTurn() is var pause && pause >= LongestPause)
            {
                return $"the loop has not turned for {pause.TotalSeconds:F0} s";
            }

            return StuckWatch() is { } stuck ? $"the watch of {stuck.Kind} is stuck since {stuck.For.TotalSeconds:F0} s" : "";
        }
    }

    /// <summary>Why it does not work yet; empty: it does.</summary>
    public string Hindrance => Illness is { Length: > 0 } illness ? illness : inSync ? "" : "the watches are not in sync yet";

    /// <summary><see cref="Illness"/>, as a liveness probe asks for it.</summary>
    public string Look()
    {
        var illness = Illness;
        if (Interlocked.Exchange(ref wasIll, illness.Length > 0 ? 1 : 0) == 0 && illness.Length > 0)
        {
            FallenIll();
        }

        return illness;
    }

    public void MarkInSync() => inSync = true;
}
