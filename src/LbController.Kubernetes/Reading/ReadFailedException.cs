using System.Net;

namespace LbController.Kubernetes.Reading;

/// <summary>The API server does not let us read a kind; the message names verb and resource.</summary>
public sealed class ReadFailedException(string message, HttpStatusCode status) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
}
