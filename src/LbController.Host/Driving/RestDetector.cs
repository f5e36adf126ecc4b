namespace LbController.Host.Driving;

/// <summary>Tells from what a process has allocated when it has come to rest after much work, once each time.</summary>
/// <param name="little">Bytes from one question to the next that are no work, but rest.</param>
/// <param name="isRestCounted">Also what is allocated at rest becomes much in the end.</param>
internal sealed class RestDetector(long little, bool isRestCounted)
{
    private const long Much = 32L << 20;

    private long last;
    private long worked;

    /// <param name="allocated">All bytes that were ever allocated; asked in even steps of time.</param>
    /// <returns>Much was allocated since the last rest, and little since the last question.</returns>
    public bool Look(long allocated)
    {
        var step = allocated - last;
        var isQuiet = step < little;
        last = allocated;
        worked += isQuiet && !isRestCounted ? 0 : step;
        if (!isQuiet || worked < Much)
        {
            return false;
        }

        worked = 0;
        return true;
    }
}
