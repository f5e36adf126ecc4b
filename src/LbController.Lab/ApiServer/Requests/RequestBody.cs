using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using LbController.Kubernetes.Manifests;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Protobuf;
using Microsoft.AspNetCore.Http;
using YamlDotNet.Core;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>The body of a request as a JSON tree; JSON and YAML are understood.</summary>
internal static class RequestBody
{
    public const int LimitBytes = 3 * 1024 * 1024;

    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancel).ConfigureAwait(false);
        if (buffer.Length > LimitBytes)
        {
            throw new ApiException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {LimitBytes}");
        }
        return Parse(buffer.ToArray(), request.ContentType ?? string.Empty);
    }

    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, CancellationToken cancel) =>
        await ReadAsync(request, cancel).ConfigureAwait(false) as JsonObject ?? throw Refusals.BadRequest("the body of the request is not an object");

    private static JsonNode? Parse(byte[] body, string contentType)
    {
        if (body.Length == 0)
        {
            return null;
        }
        if (contentType.Contains("protobuf", StringComparison.Ordinal))
        {
            return ReadProtobuf(body, contentType);
        }
        if (contentType.Contains("cbor", StringComparison.Ordinal))
        {
            throw Refusals.UnsupportedMediaType(contentType, "application/json", "application/yaml");
        }
        try
        {
            var first = Array.Find(body, one => one is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'));
            return first is (byte)'{' or (byte)'['
                ? JsonNode.Parse(body)
                : YamlText.ParseAll(Encoding.UTF8.GetString(body)) is [var document, ..] ? document : null;
        }
        catch (Exception wrong) when (wrong is JsonException or YamlException)
        {
            throw Refusals.BadRequest($"the body of the request could not be decoded: {wrong.Message}");
        }
    }

    private static JsonObject ReadProtobuf(byte[] body, string contentType)
    {
        try
        {
            return ProtobufBody.TryRead(body) ?? throw Refusals.UnsupportedMediaType(contentType, "application/json", "application/yaml");
        }
        catch (InvalidProtocolBufferException wrong)
        {
            throw Refusals.BadRequest($"the body of the request could not be decoded: {wrong.Message}");
        }
    }
}
