using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Every refusal with the code, the reason and the wording that clients know from Kubernetes.</summary>
internal static class Refusals
{
    public static ApiException NotFound(ResourceType type, string name) =>
        new(404, "NotFound", $"{type.QualifiedPlural} \"{name}\" not found") { Details = About(type, name) };

    public static ApiException NoSuchPath() => new(404, "NotFound", "the server could not find the requested resource") { Details = [] };

    public static ApiException AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type.QualifiedPlural} \"{name}\" already exists") { Details = About(type, name) };

    public static ApiException Conflict(ResourceType type, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.QualifiedPlural} \"{name}\": {why}") { Details = About(type, name) };

    public static ApiException StaleVersion(ResourceType type, string name) =>
        Conflict(type, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException BadRequest(string why) => new(400, "BadRequest", why);

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource") { Details = [] };

    public static ApiException UnsupportedMediaType(string? given, params string[] accepted) => new(
        415, "UnsupportedMediaType", $"the body of the request was in an unknown format ({given}) - accepted media types include: {string.Join(", ", accepted)}");

    public static ApiException Expired(long asked, long oldest) =>
        new(410, "Expired", $"too old resource version: {asked} ({oldest})");

    public static ApiException TooLargeVersion(long asked, long current) =>
        new(504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {current}")
        {
            Details = new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
                ["retryAfterSeconds"] = 1,
            },
        };

    public static ApiException Terminating(ResourceType type, string name, string inNamespace) =>
        new(403, "Forbidden", $"{type.QualifiedPlural} \"{name}\" is forbidden: unable to create new content in namespace {inNamespace} because it is being terminated")
        {
            Details = About(type, name),
        };

    public static ApiException Invalid(ResourceType type, string name, IReadOnlyList<FieldError> errors)
    {
        var text = errors.Count == 1 ? errors[0].ToString() : $"[{string.Join(", ", errors)}]";
        var details = About(type, name);
        details["kind"] = type.Kind;
        details["causes"] = new JsonArray([.. errors.Select(error => new JsonObject
        {
            ["reason"] = error.Reason,
            ["message"] = error.Message,
            ["field"] = error.Path,
        })]);
        var kind = type.Group.Length == 0 ? type.Kind : $"{type.Kind}.{type.Group}";
        return new ApiException(422, "Invalid", $"{kind} \"{name}\" is invalid: {text}") { Details = details };
    }

    public static ApiException ApplyConflict(IReadOnlyList<(string Title, string Field)> conflicts)
    {
        var named = string.Join("\n", conflicts.Select(conflict => $"{conflict.Title}: {conflict.Field}"));
        return new ApiException(409, "Conflict", $"Apply failed with {conflicts.Count} conflict{(conflicts.Count == 1 ? string.Empty : "s")}: {named}")
        {
            Details = new JsonObject
            {
                ["causes"] = new JsonArray([.. conflicts.Select(conflict => new JsonObject
                {
                    ["reason"] = "FieldManagerConflict",
                    ["message"] = conflict.Title,
                    ["field"] = conflict.Field,
                })]),
            },
        };
    }

    private static JsonObject About(ResourceType type, string name) => new() { ["name"] = name, ["group"] = type.Group, ["kind"] = type.Plural };
}
