using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Discovery;

/// <summary>
/// OpenAPI v3 as far as kubectl reads it: the parameters of PATCH (server-side validation is there), and schemas to explain.
/// Built-in kinds leave strategic merge out of their PATCH, so that clients take the merge rules that they have compiled in.
/// </summary>
internal static class OpenApiDocuments
{
    private static readonly string[] PatchMediaTypes = ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];

    public static JsonObject Index(ResourceCatalog catalog)
    {
        var paths = catalog.All.Select(PathOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new JsonObject
        {
            ["paths"] = new JsonObject(paths.Select(path => KeyValuePair.Create<string, JsonNode?>(
                path, new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={catalog.Generation.ToString(CultureInfo.InvariantCulture)}" }))),
        };
    }

    public static JsonObject? Group(ResourceCatalog catalog, string path)
    {
        var types = catalog.All.Where(type => string.Equals(PathOf(type), path, StringComparison.Ordinal)).ToList();
        return types.Count == 0 ? null : new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = Info(),
            ["paths"] = new JsonObject(types.SelectMany(Paths)),
            ["components"] = new JsonObject { ["schemas"] = new JsonObject(types.Select(type => KeyValuePair.Create<string, JsonNode?>(NameOf(type), Schema(type)))) },
        };
    }

    /// <summary>The old form; only its outline, as every client in use asks for version 3.</summary>
    public static JsonObject Swagger(ResourceCatalog catalog) => new()
    {
        ["swagger"] = "2.0",
        ["info"] = Info(),
        ["paths"] = new JsonObject(),
        ["definitions"] = new JsonObject(catalog.All.Select(type => KeyValuePair.Create<string, JsonNode?>(NameOf(type), Schema(type)))),
    };

    private static JsonObject Info() => new() { ["title"] = "LbController laboratory", ["version"] = "v1.35.0+lab" };

    private static string PathOf(ResourceType type) => type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.Group}/{type.Version}";

    private static string NameOf(ResourceType type) =>
        $"{string.Join('.', (type.Group.Length == 0 ? "core.api.k8s.io" : type.Group).Split('.').Reverse())}.{type.Version}.{type.Kind}";

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Paths(ResourceType type)
    {
        var collection = $"/{PathOf(type)}/{(type.Namespaced ? "namespaces/{namespace}/" : string.Empty)}{type.Plural}";
        yield return new(collection, new JsonObject { ["get"] = Operation(type, "list"), ["post"] = Operation(type, "post") });
        if (!type.IsReview)
        {
            yield return new(collection + "/{name}", new JsonObject
            {
                ["get"] = Operation(type, "get"),
                ["put"] = Operation(type, "put"),
                ["patch"] = Patch(type),
                ["delete"] = Operation(type, "delete"),
            });
        }
    }

    private static JsonObject Operation(ResourceType type, string action) => new()
    {
        ["description"] = $"{action} {type.Kind}",
        ["parameters"] = Parameters(),
        ["responses"] = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = "OK",
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Reference(type) } },
            },
        },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = KindOf(type),
    };

    private static JsonObject Patch(ResourceType type)
    {
        var operation = Operation(type, "patch");
        operation["requestBody"] = new JsonObject
        {
            ["content"] = new JsonObject(PatchMediaTypes.Select(media => KeyValuePair.Create<string, JsonNode?>(
                media, new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } }))),
        };
        return operation;
    }

    private static JsonArray Parameters() => new([.. ((string[])["dryRun", "fieldManager", "fieldValidation", "force"]).Select(name => new JsonObject
    {
        ["name"] = name,
        ["in"] = "query",
        ["schema"] = new JsonObject { ["type"] = name is "force" ? "boolean" : "string", ["uniqueItems"] = true },
    })]);

    private static JsonObject Reference(ResourceType type) => new() { ["$ref"] = $"#/components/schemas/{NameOf(type)}" };

    private static JsonObject KindOf(ResourceType type) => new() { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind };

    private static JsonObject Schema(ResourceType type)
    {
        var schema = type.Schema?.Copy() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        var properties = schema.Ensure("properties");
        properties.Default("apiVersion", Text("Versioned schema of this representation of an object."));
        properties.Default("kind", Text("The REST resource that this object represents."));
        properties["metadata"] = new JsonObject { ["type"] = "object", ["description"] = "Standard object's metadata." };
        if (type.Schema is null)
        {
            properties.Default("spec", new JsonObject { ["type"] = "object", ["description"] = "The wanted state." });
            properties.Default("status", new JsonObject { ["type"] = "object", ["description"] = "The observed state." });
        }
        schema["x-kubernetes-group-version-kind"] = new JsonArray(KindOf(type));
        return schema;
    }

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
}
