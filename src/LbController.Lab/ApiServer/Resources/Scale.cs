using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Requests;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>The replicas of a workload as an object of its own, autoscaling/v1 Scale.</summary>
internal static class Scale
{
    public const string Group = "autoscaling";
    public const string Version = "v1";
    public const string Kind = "Scale";

    private static readonly string[] SharedMetadata = ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"];

    public static JsonObject Of(JsonObject workload)
    {
        var metadata = new JsonObject();
        foreach (var field in SharedMetadata)
        {
            metadata[field] = workload.Node("metadata", field)?.DeepClone();
        }

        return new JsonObject
        {
            ["kind"] = Kind,
            ["apiVersion"] = $"{Group}/{Version}",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = workload.Number("spec", "replicas") ?? 0 },
            ["status"] = new JsonObject { ["replicas"] = workload.Number("status", "replicas") ?? 0, ["selector"] = Selector(workload) },
        };
    }

    /// <summary>The workload with the replicas, and the precondition, of a Scale.</summary>
    /// <exception cref="ApiException">The replicas are no number, or less than none.</exception>
    public static JsonObject Put(ResourceType type, JsonObject workload, JsonObject scale)
    {
        if (scale.Number("spec", "replicas") is not { } replicas || replicas is < 0 or > int.MaxValue)
        {
            throw Refusals.Invalid(type, workload.Text("metadata", "name") ?? string.Empty, [FieldError.Invalid("spec.replicas", scale.Node("spec", "replicas")?.ToJsonString() ?? "null", "must be a whole number, 0 or more")]);
        }

        workload.Ensure("spec")["replicas"] = replicas;
        workload.Ensure("metadata")["resourceVersion"] = scale.Text("metadata", "resourceVersion");
        return workload;
    }

    private static string Selector(JsonObject workload) =>
        string.Join(',', workload.Object("spec", "selector", "matchLabels")?.Select(label => $"{label.Key}={label.Value.AsText()}") ?? []);
}
