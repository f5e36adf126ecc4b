namespace LbController.Engine.Controller;

/// <summary>How long to wait before the next try of something that failed.</summary>
internal static class Backoff
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);

    /// <summary>Doubles with each failure in a row, from half a second to one minute.</summary>
    public static TimeSpan After(int failures)
    {
        var delay = Shortest * Math.Pow(2, Math.Min(failures - 1, 16));
        return delay < Longest ? delay : Longest;
    }
}
