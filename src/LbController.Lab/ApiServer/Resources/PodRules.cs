using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>A pod waits: there is no kubelet here, whoever plays one writes its status.</summary>
internal sealed class PodRules : IResourceRules
{
    public void PrepareCreate(JsonObject created)
    {
        var spec = created.Ensure("spec");
        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        created.Ensure("status").Default("phase", "Pending");
    }

    public void PrepareUpdate(JsonObject before, JsonObject after)
    {
    }

    public IEnumerable<FieldError> Validate(JsonObject item, JsonObject? before)
    {
        if (item.Array("spec", "containers") is not { Count: > 0 })
        {
            yield return FieldError.Required("spec.containers");
        }
    }
}
