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
    /// <param name="ask">Null: not yet.</param>
    /// <param name="within">How long to wait.</param>
    /// <param name="what">What is waited for, for the message.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <param name="pause">Between two questions; null: 50 ms.</param>
    public static async Task<T> ValueAsync<T>(Func<Task<T?>> ask, TimeSpan within, string what, CancellationToken cancel, TimeSpan? pause = null)
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

            await Task.Delay(pause ?? Pause, cancel);
        }
    }
}
