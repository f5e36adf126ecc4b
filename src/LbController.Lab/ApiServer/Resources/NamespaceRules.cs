using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>A namespace carries its name as a label, and a finalizer that holds it until it is empty.</summary>
internal sealed class NamespaceRules : IResourceRules
{
    public const string Storage = "/namespaces";
    public const string Finalizer = "kubernetes";

    public void PrepareCreate(JsonObject created)
    {
        created.Ensure("metadata", "labels").Default("kubernetes.io/metadata.name", created.Text("metadata", "name") ?? string.Empty);
        created.Ensure("spec")["finalizers"] = JsonReading.ArrayOf([Finalizer]);
        created["status"] = new JsonObject { ["phase"] = "Active" };
    }

    public void PrepareUpdate(JsonObject before, JsonObject after)
    {
        after["spec"] = before["spec"]?.DeepClone();
        after.Ensure("status").Default("phase", before.Text("status", "phase") ?? "Active");
    }

    public IEnumerable<FieldError> Validate(JsonObject item, JsonObject? before) => [];
}
