using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>Deployments and their kin are kept with the few defaults that kubectl and helm read; no controller runs them.</summary>
internal sealed class WorkloadRules : IResourceRules
{
    public void PrepareCreate(JsonObject created) => FillReplicas(created);

    public void PrepareUpdate(JsonObject before, JsonObject after) => FillReplicas(after);

    public IEnumerable<FieldError> Validate(JsonObject item, JsonObject? before)
    {
        if (item.Object("spec", "selector") is null)
        {
            yield return FieldError.Required("spec.selector");
        }
        if (item.Object("spec", "template", "spec") is null)
        {
            yield return FieldError.Required("spec.template.spec");
        }
        else if (item.Array("spec", "template", "spec", "containers") is not { Count: > 0 })
        {
            yield return FieldError.Required("spec.template.spec.containers");
        }
        if (before is not null && !JsonNode.DeepEquals(before.Node("spec", "selector"), item.Node("spec", "selector")))
        {
            yield return FieldError.Invalid("spec.selector", item.Node("spec", "selector")?.ToJsonString() ?? "null", "field is immutable");
        }
    }

    private static void FillReplicas(JsonObject workload)
    {
        if (workload.Text("kind") is not "DaemonSet")
        {
            workload.Ensure("spec").Default("replicas", 1);
        }
        workload.Ensure("status");
    }
}
