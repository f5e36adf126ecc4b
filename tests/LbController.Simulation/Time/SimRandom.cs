using LbController.Core.Addresses;

namespace LbController.Simulation.Time;

/// <summary>Chance from a seed: SplitMix64. The same seed gives the same numbers in every process.</summary>
public sealed class SimRandom(ulong seed)
{
    private ulong state = seed;

    public static SimRandom For(ulong seed, string purpose) => new(seed ^ StableHash.Of("sim", purpose));

    public ulong Next()
    {
        unchecked
        {
            state += 0x9e3779b97f4a7c15;
            var mixed = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return mixed ^ (mixed >> 31);
        }
    }

    public int Below(int count) => (int)(Next() % (ulong)count);

    /// <param name="probability">0 to 1; 0 draws nothing, so that a fault that is off leaves the others as they are.</param>
    public bool Chance(double probability) => probability > 0 && (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public TimeSpan Between(double fromMilliseconds, double toMilliseconds) =>
        TimeSpan.FromMicroseconds((long)(fromMilliseconds * 1000) + (long)(Next() % (ulong)Math.Max(1, (toMilliseconds - fromMilliseconds) * 1000)));

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
