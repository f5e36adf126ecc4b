using Microsoft.Extensions.Time.Testing;

namespace LbController.Kubernetes.Tests.Client;

/// <summary>Waits for what other threads do, with a bound.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static Task Holds(Func<bool> condition, string what) => Holds(condition, what, () => { });

    /// <summary>Lets the virtual time run meanwhile, in steps.</summary>
    public static Task HoldsAsTimePasses(Func<bool> condition, string what, FakeTimeProvider time, TimeSpan step) =>
        Holds(condition, what, () => time.Advance(step));

    private static async Task Holds(Func<bool> condition, string what, Action meanwhile)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!condition())
        {
            Assert.False(bound.IsCancellationRequested, $"still not so: {what}");
            meanwhile();
            await Task.Delay(2);
        }
    }
}
