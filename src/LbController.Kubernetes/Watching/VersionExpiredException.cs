namespace LbController.Kubernetes.Watching;

/// <summary>The server has forgotten the version to go on from (410): the list must be read again.</summary>
internal sealed class VersionExpiredException(string message) : Exception(message);
