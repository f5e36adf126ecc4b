namespace LbController.Protocols.Bgp.Session;

/// <summary>Pauses between attempts: 0, 1, 2, 4 … seconds up to a limit, each shortened by up to a quarter so that peers do not dial in step.</summary>
internal sealed class RetryBackoff(ulong seed)
{
    private const int LargestExponent = 16;
    private ulong random = seed;
    private int failures;

    public TimeSpan Next(TimeSpan limit)
    {
        failures++;
        if (failures == 1)
        {
            return TimeSpan.Zero;
        }

        var whole = TimeSpan.FromSeconds(1L << Math.Min(failures - 2, LargestExponent));
        return (whole < limit ? whole : limit) * (1 - (0.25 * NextFraction()));
    }

    public void Reset() => failures = 0;

    /// <summary>SplitMix64: well spread even for seeds that are neighbours.</summary>
    private double NextFraction()
    {
        unchecked
        {
            random += 0x9e3779b97f4a7c15;
            var mixed = (random ^ (random >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
