using LbController.Engine.Facts;
using LbController.Host.Options;
using Microsoft.Extensions.Logging;

namespace LbController.Host.State;

/// <summary>Reads the liveness keys anew from time to time: a mounted Secret changes under the program when keys are rotated.</summary>
internal sealed partial class LivenessKeyWatch(string path, Action<Fact> sink, TimeProvider time, ILogger<LivenessKeyWatch> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private IReadOnlyList<ReadOnlyMemory<byte>> known = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (path.Length > 0)
            {
                Look();
                await Task.Delay(Pause, time, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    /// <summary>Keys that cannot be read stay as they were.</summary>
    internal void Look()
    {
        try
        {
            var keys = LivenessKeyFile.Read(path);
            if (keys.Count == known.Count && keys.Zip(known).All(pair => pair.First.Span.SequenceEqual(pair.Second.Span)))
            {
                return;
            }

            known = keys;
            sink(new NetworkFact.LivenessKeysRead(keys));
            Read(keys.Count);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            CannotRead(failure.Message);
        }
    }

    [LoggerMessage(EventId = 113, Level = LogLevel.Information, Message = "liveness keys read: {Count} accepted, the first seals")]
    private partial void Read(int count);

    [LoggerMessage(EventId = 114, Level = LogLevel.Warning, Message = "the liveness keys cannot be read, those known stay: {Why}")]
    private partial void CannotRead(string why);
}
