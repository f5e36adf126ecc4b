namespace LbController.Protocols.Bfd;

/// <summary>Shortens intervals so that sessions do not send in step (RFC 5880, section 6.8.7).</summary>
internal sealed class BfdJitter(ulong seed)
{
    private ulong random = seed;

    /// <summary>By up to a quarter; with a detect multiplier of one, by a tenth at least.</summary>
    public TimeSpan Apply(TimeSpan interval, int detectMultiplier) =>
        interval * (detectMultiplier == 1 ? 0.75 + (0.15 * NextFraction()) : 0.75 + (0.25 * NextFraction()));

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
