namespace LbController.Host.Driving;

/// <summary>Tells from what a process has allocated when it has come to rest after much work, once each time.</summary>
internal sealed class RestDetector
{
    private const long Much = 32L << 20;
    private const long Little = 1L << 20;

    private long atRest;
    private long last;

    /// <param name="allocated">All bytes that were ever allocated; asked in even steps of time.</param>
    /// <returns>Much was allocated since the last rest, and little since the last question.</returns>
    public bool Look(long allocated)
    {
        var isQuiet = allocated - last < Little;
        last = allocated;
        if (!isQuiet || allocated - atRest < Much)
        {
            return false;
        }

        atRest = allocated;
        return true;
    }
}
