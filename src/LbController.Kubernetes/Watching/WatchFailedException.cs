namespace LbController.Kubernetes.Watching;

/// <summary>A list or a watch did not go as it should; the message says how.</summary>
internal sealed class WatchFailedException(string message) : Exception(message);
