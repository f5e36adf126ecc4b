namespace LbController.Host.Options;

/// <summary>Reads the key by which speakers trust each other: a file, or a mounted Secret with the key <c>secretkey</c>.</summary>
internal static class LivenessKeyFile
{
    /// <param name="path">Empty: no key; heartbeats are then sealed with an empty one, which anybody on the network can do too.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReadOnlyMemory<byte> Read(string path)
    {
        if (path.Length == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        return File.ReadAllBytes(Directory.Exists(path) ? Path.Combine(path, "secretkey") : path);
    }
}
