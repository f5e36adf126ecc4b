using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using LbController.Lab.ApiServer.Tables;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>The form that the Accept header asks for: the objects, tables of them, or their metadata alone.</summary>
internal sealed class AnswerShape
{
    private readonly ResourceType type;
    private readonly TableWriter? table;
    private readonly bool metadataAlone;

    public AnswerShape(ResourceType type, HttpRequest request)
    {
        this.type = type;
        var accept = request.Headers.Accept.ToString();
        if (accept.Contains("as=Table", StringComparison.Ordinal))
        {
            table = new TableWriter(type, request.Query["includeObject"]);
        }
        metadataAlone = table is null && accept.Contains("as=PartialObjectMetadata", StringComparison.Ordinal);
    }

    public byte[] Item(StoredObject stored)
    {
        if (table is null && !metadataAlone)
        {
            return ObjectView.Encode(stored, type);
        }
        var body = ObjectView.Body(stored, type);
        return JsonText.Encode(table?.Write([body], VersionOf(body)) ?? PartialMetadata.Of(body));
    }

    public byte[] List(IReadOnlyList<StoredObject> items, JsonObject metadata)
    {
        if (table is not null)
        {
            return JsonText.Encode(table.Write(items.Select(item => ObjectView.Body(item, type)), metadata));
        }
        return metadataAlone
            ? ListEncoder.Encode("meta.k8s.io/v1", "PartialObjectMetadataList", metadata, items.Select(Item))
            : ListEncoder.Encode(type.ApiVersion, type.ListKind, metadata, items.Select(Item));
    }

    /// <summary>The object of a BOOKMARK event: its kind and the revision, nothing else.</summary>
    public byte[] Bookmark(JsonObject metadata)
    {
        if (table is not null)
        {
            var bare = new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = metadata.DeepClone() };
            return JsonText.Encode(table.Write([bare], metadata));
        }
        return JsonText.Encode(new JsonObject
        {
            ["kind"] = metadataAlone ? "PartialObjectMetadata" : type.Kind,
            ["apiVersion"] = metadataAlone ? "meta.k8s.io/v1" : type.ApiVersion,
            ["metadata"] = metadata,
        });
    }

    private static JsonObject VersionOf(JsonObject body) => new() { ["resourceVersion"] = body.Text("metadata", "resourceVersion") };
}
