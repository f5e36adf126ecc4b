using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Webhooks;

/// <summary>A write that webhooks are asked about.</summary>
internal sealed record AdmissionRequest(string Operation, ResourceType Type, string Namespace, string Name, string Subresource, bool DryRun)
{
    /// <summary>Null: the object is created.</summary>
    public JsonObject? Before { get; init; }

    /// <summary>Null: it is deleted.</summary>
    public JsonObject? After { get; init; }

    /// <summary>The labels of its namespace; null: it has none.</summary>
    public JsonObject? NamespaceObject { get; init; }

    public string User { get; init; } = "lab-admin";

    public JsonObject ToReview(string uid) => new()
    {
        ["apiVersion"] = "admission.k8s.io/v1",
        ["kind"] = "AdmissionReview",
        ["request"] = new JsonObject
        {
            ["uid"] = uid,
            ["kind"] = Kind(),
            ["resource"] = Resource(),
            ["requestKind"] = Kind(),
            ["requestResource"] = Resource(),
            ["subResource"] = Subresource.Length > 0 ? Subresource : null,
            ["name"] = Name,
            ["namespace"] = Namespace.Length > 0 ? Namespace : null,
            ["operation"] = Operation,
            ["userInfo"] = new JsonObject { ["username"] = User, ["groups"] = JsonReading.ArrayOf(["system:authenticated"]) },
            ["object"] = After?.Copy(),
            ["oldObject"] = Before?.Copy(),
            ["dryRun"] = DryRun,
            ["options"] = null,
        },
    };

    private JsonObject Kind() => new() { ["group"] = Type.Group, ["version"] = Type.Version, ["kind"] = Type.Kind };

    private JsonObject Resource() => new() { ["group"] = Type.Group, ["version"] = Type.Version, ["resource"] = Type.Plural };
}
