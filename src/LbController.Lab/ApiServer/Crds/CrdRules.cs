using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.ValidationRules;

namespace LbController.Lab.ApiServer.Crds;

/// <summary>A CustomResourceDefinition is checked, gets its name defaults and is established at once.</summary>
internal sealed class CrdRules : IResourceRules
{
    public void PrepareCreate(JsonObject created)
    {
        FillNames(created);
        Establish(created);
    }

    public void PrepareUpdate(JsonObject before, JsonObject after)
    {
        FillNames(after);
        Establish(after);
    }

    public IEnumerable<FieldError> Validate(JsonObject crd, JsonObject? before)
    {
        foreach (var field in (string[])["group", "scope", "names", "versions"])
        {
            if (crd.Node("spec", field) is null)
            {
                yield return FieldError.Required($"spec.{field}");
            }
        }
        var expected = $"{crd.Text("spec", "names", "plural")}.{crd.Text("spec", "group")}";
        if (!string.Equals(crd.Text("metadata", "name"), expected, StringComparison.Ordinal))
        {
            yield return FieldError.Invalid("metadata.name", $"\"{crd.Text("metadata", "name")}\"", "must be spec.names.plural+\".\"+spec.group");
        }
        if (crd.Text("spec", "scope") is not ("Namespaced" or "Cluster"))
        {
            yield return FieldError.NotSupported("spec.scope", $"\"{crd.Text("spec", "scope")}\"", ["\"Cluster\"", "\"Namespaced\""]);
        }
        var versions = crd.Objects("spec", "versions").ToList();
        if (versions.Count(version => version.Bool("storage") is true) != 1)
        {
            yield return FieldError.Invalid("spec.versions", $"\"{versions.Count} versions\"", "must have exactly one version marked as storage version");
        }
        for (var at = 0; at < versions.Count; at++)
        {
            var path = $"spec.versions[{at}].schema.openAPIV3Schema";
            var schema = versions[at].Object("schema", "openAPIV3Schema");
            foreach (var error in schema is null ? [FieldError.Required(path, "schemas are required")] : RuleChecker.CheckSchema(schema, path))
            {
                yield return error;
            }
        }
    }

    private static void FillNames(JsonObject crd)
    {
        var names = crd.Ensure("spec", "names");
        if (names.Text("kind") is { Length: > 0 } kind)
        {
            names.Default("singular", kind.ToLowerInvariant());
            names.Default("listKind", kind + "List");
        }
        crd.Ensure("spec").Default("conversion", new JsonObject { ["strategy"] = "None" });
    }

    private static void Establish(JsonObject crd)
    {
        var status = crd.Ensure("status");
        status["acceptedNames"] = crd.Object("spec", "names")?.DeepClone();
        var kept = status.Texts("storedVersions");
        var storage = crd.Objects("spec", "versions").Where(version => version.Bool("storage") is true).Select(version => version.Text("name")).OfType<string>();
        status["storedVersions"] = JsonReading.ArrayOf([.. kept.Union(storage, StringComparer.Ordinal)]);
        if (status["conditions"] is null)
        {
            status["conditions"] = new JsonArray(
                Condition("NamesAccepted", "NoConflicts", "no conflicts found"),
                Condition("Established", "InitialNamesAccepted", "the initial names have been accepted"));
        }
    }

    private static JsonObject Condition(string type, string reason, string message) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["lastTransitionTime"] = Timestamps.Now(),
        ["reason"] = reason,
        ["message"] = message,
    };
}
