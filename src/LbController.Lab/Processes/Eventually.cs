using System.Diagnostics;

namespace LbController.Lab.Processes;

/// <summary>Waits for something that others bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until the answer is yes; says what did not come true when the time is over.</summary>
    public static Task TrueAsync(Func<Task<bool>> holds, TimeSpan within, string what, CancellationToken cancel) =>
        ValueAsync(async () => await holds() ? "" : null, within, what, cancel);

    /// <summary>Asks again and again until there is an answer.</summary>
    public static async Task<T> ValueAsync<T>(Func<Task<T?>> ask, TimeSpan within, string what, CancellationToken cancel)
        where T : class
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            if (waited.Elapsed > within)
            {
                throw new LabException($"Not seen within {within.TotalSeconds:0} s: {what}.");
            }

            await Task.Delay(Pause, cancel);
        }
    }
}
