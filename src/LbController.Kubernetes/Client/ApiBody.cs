using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace LbController.Kubernetes.Client;

/// <summary>The body of a request; unlike <see cref="HttpContent"/> it can be sent again.</summary>
public sealed record ApiBody(JsonNode Json, string ContentType = "application/json")
{
    /// <summary>A JSON merge patch (RFC 7396).</summary>
    public static ApiBody Merge(JsonNode json) => new(json, ClusterClient.MergePatch);

    /// <summary>A strategic merge patch; only for built-in kinds.</summary>
    public static ApiBody StrategicMerge(JsonNode json) => new(json, ClusterClient.StrategicMergePatch);

    internal HttpContent ToContent()
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Json.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        return content;
    }
}
