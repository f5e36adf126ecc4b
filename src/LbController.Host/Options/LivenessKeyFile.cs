namespace LbController.Host.Options;

/// <summary>
/// Reads the keys by which speakers trust each other: a file, or a mounted Secret. In a Secret <c>secretkey</c> seals, and the other keys
/// (<c>secretkey-next</c>, <c>secretkey-previous</c>) are accepted beside it: that is how keys are rotated without a gap.
/// </summary>
internal static class LivenessKeyFile
{
    private const string Main = "secretkey";

    /// <param name="path">Empty: heartbeats are sealed with an empty key, which anybody on the network can do too.</param>
    /// <returns>At least one; the first seals.</returns>
    /// <exception cref="IOException">A file cannot be read, or the folder has no <c>secretkey</c>.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(string path)
    {
        if (path.Length == 0)
        {
            return [ReadOnlyMemory<byte>.Empty];
        }

        if (!Directory.Exists(path))
        {
            return [File.ReadAllBytes(path)];
        }

        var others = Directory.GetFiles(path, Main + "-*").Order(StringComparer.Ordinal);
        return [.. others.Prepend(Path.Combine(path, Main)).Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))];
    }
}
