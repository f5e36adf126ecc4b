using System.Text.Json;

namespace LbController.Kubernetes.Tests.Client;

/// <summary>A request as the stand-in for the API server got it.</summary>
internal sealed record SeenRequest(string Method, string Path, string Query, string ContentType, string Body)
{
    public bool IsWatch => Query.Contains("watch=true", StringComparison.Ordinal);

    public JsonElement Json => JsonElement.Parse(Body);
}
