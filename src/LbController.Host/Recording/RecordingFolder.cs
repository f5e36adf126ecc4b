using LbController.Engine.Recording;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Recording;

/// <summary>
/// Writes recordings down, one file an occasion, the newest in place of the one before: so the folder does not grow. It outlives the container,
/// so what a killed one has written is there for the next.
/// </summary>
/// <param name="recorder">What is written.</param>
/// <param name="folder">Where; empty: nowhere.</param>
/// <param name="logger">Told of every file.</param>
internal sealed partial class RecordingFolder(FlightRecorder recorder, string folder, ILogger<RecordingFolder> logger)
{
    public const string Asked = "asked";
    public const string Unhealthy = "unhealthy";
    public const string Defect = "defect";

    private static readonly string[] Occasions = [Asked, Unhealthy, Defect];

    private readonly Lock gate = new();

    /// <summary>Writes what is recorded; a disk that says no is logged.</summary>
    public void Write(string occasion)
    {
        if (folder.Length == 0)
        {
            return;
        }

        lock (gate)
        {
            try
            {
                var path = PathOf(occasion);
                Directory.CreateDirectory(folder);
                File.WriteAllLines(path + ".new", RecordingText.Write(recorder.Take(occasion)));
                File.Move(path + ".new", path, overwrite: true);
                Written(path, occasion);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                CannotWrite(folder, failure.Message);
            }
        }
    }

    /// <summary>The file that was last written on an occasion; null: there is none, or no such occasion.</summary>
    public string? Find(string occasion) =>
        folder.Length > 0 && Occasions.Contains(occasion, StringComparer.Ordinal) && File.Exists(PathOf(occasion)) ? PathOf(occasion) : null;

    private string PathOf(string occasion) => Path.Combine(folder, $"recording-{occasion}.jsonl");

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "the last inputs and decisions are in {Path} ({Occasion}); kubectl lb replay shows them")]
    private partial void Written(string path, string occasion);

    [LoggerMessage(EventId = 121, Level = LogLevel.Warning, Message = "no recording can be written to {Folder}: {Why}")]
    private partial void CannotWrite(string folder, string why);
}
