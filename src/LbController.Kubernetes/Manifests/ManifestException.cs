namespace LbController.Kubernetes.Manifests;

/// <summary>A file of manifests cannot be read; the message names the file and, where there is one, the line.</summary>
public sealed class ManifestException : Exception
{
    /// <param name="file">As the user named it.</param>
    /// <param name="line">Counted from 1; 0: the fault is not at a line.</param>
    /// <param name="message">What is wrong.</param>
    public ManifestException(string file, long line, string message)
        : base(line > 0 ? $"{file}:{line}: {message}" : $"{file}: {message}")
    {
    }
}
