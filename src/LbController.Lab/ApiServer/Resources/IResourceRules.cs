using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>What one resource does beyond the common: defaults, fields that follow from others, validation.</summary>
internal interface IResourceRules
{
    void PrepareCreate(JsonObject created);

    void PrepareUpdate(JsonObject before, JsonObject after);

    /// <summary>A write of the status subresource; the spec is the stored one already.</summary>
    void PrepareStatus(JsonObject before, JsonObject after)
    {
    }

    IEnumerable<FieldError> Validate(JsonObject item, JsonObject? before);
}
