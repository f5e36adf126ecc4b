using System.Net;

namespace LbController.Kubernetes.Watching;

/// <summary>A list or a watch did not go as it should; the message says how.</summary>
internal sealed class WatchFailedException(string message, HttpStatusCode status = default) : Exception(message)
{
    /// <summary>What the server answered; zero: that was not it.</summary>
    public HttpStatusCode Status { get; } = status;
}
