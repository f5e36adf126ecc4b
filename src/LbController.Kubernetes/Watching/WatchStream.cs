using System.Buffers;
using System.IO.Pipelines;

namespace LbController.Kubernetes.Watching;

/// <summary>The lines of a watch, and a deadline on the silence between its bytes.</summary>
internal sealed class WatchStream : IAsyncDisposable
{
    /// <summary>An object of the API is at most 1.5 MiB in etcd; its JSON may be larger.</summary>
    private const int LongestLine = 16 << 20;

    private readonly PipeReader reader;
    private readonly TimeSpan silence;
    private readonly ITimer timer;
    private int silent;

    public WatchStream(Stream stream, TimeSpan silence, TimeProvider time)
    {
        reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 << 10));
        this.silence = silence;
        timer = time.CreateTimer(_ => FallSilent(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <returns>The next line without its end, valid until the next call; null at the end of the stream.</returns>
    /// <exception cref="WatchFailedException">Silent for too long, or a line that does not end.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await ReadAsync(cancellation);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                reader.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                // What follows the last line end was cut off with the connection; the next watch brings it again.
                return null;
            }

            if (buffer.Length > LongestLine)
            {
                throw new WatchFailedException($"a line of the watch is longer than {LongestLine} bytes");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        await reader.CompleteAsync();
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellation)
    {
        timer.Change(silence, Timeout.InfiniteTimeSpan);
        var result = await reader.ReadAsync(cancellation);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Volatile.Read(ref silent) == 0
            ? result
            : throw new WatchFailedException($"the watch was silent for {silence.TotalSeconds} s");
    }

    private void FallSilent()
    {
        Volatile.Write(ref silent, 1);
        reader.CancelPendingRead();
    }
}
