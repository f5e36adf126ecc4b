using System.Text;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.ValidationRules;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Turns what a client sent into what may be stored: unknown fields, defaults, fixed metadata, validation.</summary>
internal sealed class ObjectAdmission(RulesByResource rules)
{
    /// <summary>Kubernetes' bound on names and values together, in bytes.</summary>
    private const int MostAnnotations = 256 * 1024;

    private static readonly string[] FixedMetadata = ["uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "name", "namespace"];

    public void Create(ResourceType type, JsonObject item, WriteOptions options)
    {
        HandleUnknownFields(type, item, options);
        var metadata = item.Ensure("metadata");
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Timestamps.Now();
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        metadata.Remove("generation");
        if (type.HasGeneration)
        {
            metadata["generation"] = 1;
        }
        if (type.IsCustom && type.HasStatus)
        {
            item.Remove("status");
        }
        FillDefaults(type, item);
        rules.Of(type)?.PrepareCreate(item);
        Validate(type, item, null);
    }

    public void Update(ResourceType type, JsonObject before, JsonObject after, WriteOptions options)
    {
        HandleUnknownFields(type, after, options);
        KeepFixedMetadata(before, after);
        if (options.IsStatus)
        {
            KeepAllButStatus(type, before, after);
            FillDefaults(type, after);
            rules.Of(type)?.PrepareStatus(before, after);
            ValidateAnnotations(type, after);
            ValidateSchema(type, after, before);
            return;
        }
        if (type.HasStatus)
        {
            Keep(before, after, "status");
        }
        FillDefaults(type, after);
        rules.Of(type)?.PrepareUpdate(before, after);
        CountGeneration(type, before, after);
        Validate(type, after, before);
    }

    private static void HandleUnknownFields(ResourceType type, JsonObject item, WriteOptions options)
    {
        if (type.Schema is null)
        {
            return;
        }
        var unknown = SchemaPruner.PruneObject(item, type.Schema);
        if (unknown.Count > 0 && options.FieldValidation is "Strict")
        {
            throw Refusals.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: strict decoding error: "
                + string.Join(", ", unknown.Select(field => $"unknown field \"{field}\"")));
        }
        if (options.FieldValidation is "Warn")
        {
            options.Warnings.AddRange(unknown.Select(field => $"unknown field \"{field}\""));
        }
    }

    private static void KeepFixedMetadata(JsonObject before, JsonObject after)
    {
        var (old, metadata) = (before.Ensure("metadata"), after.Ensure("metadata"));
        foreach (var field in FixedMetadata)
        {
            Keep(old, metadata, field);
        }
    }

    private static void KeepAllButStatus(ResourceType type, JsonObject before, JsonObject after)
    {
        foreach (var field in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key), StringComparer.Ordinal).ToList())
        {
            if (field is not ("status" or "metadata" or "apiVersion" or "kind"))
            {
                Keep(before, after, field);
            }
        }
        if (type.IsCustom)
        {
            var version = after["metadata"]?["resourceVersion"]?.DeepClone();
            Keep(before, after, "metadata");
            after.Ensure("metadata")["resourceVersion"] = version;
        }
    }

    private static void Keep(JsonObject before, JsonObject after, string field)
    {
        if (before.TryGetPropertyValue(field, out var old))
        {
            after[field] = old?.DeepClone();
        }
        else
        {
            after.Remove(field);
        }
    }

    private static void CountGeneration(ResourceType type, JsonObject before, JsonObject after)
    {
        if (type.HasGeneration && !JsonNode.DeepEquals(Wanted(before), Wanted(after)))
        {
            after.Ensure("metadata")["generation"] = (before.Number("metadata", "generation") ?? 0) + 1;
        }
    }

    private static JsonObject Wanted(JsonObject item)
    {
        var wanted = item.Copy();
        wanted.Remove("metadata");
        wanted.Remove("status");
        return wanted;
    }

    private static void FillDefaults(ResourceType type, JsonObject item)
    {
        if (type.Schema is not null)
        {
            SchemaDefaults.Fill(item, type.Schema);
        }
    }

    private void Validate(ResourceType type, JsonObject item, JsonObject? before)
    {
        ValidateAnnotations(type, item);
        ValidateSchema(type, item, before);
        var errors = rules.Of(type)?.Validate(item, before).ToList() ?? [];
        Refuse(type, item, errors);
    }

    private static void ValidateAnnotations(ResourceType type, JsonObject item)
    {
        var bytes = item["metadata"]?["annotations"] is JsonObject annotations
            ? annotations.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount((string?)pair.Value ?? ""))
            : 0;
        Refuse(type, item, bytes > MostAnnotations ? [FieldError.TooLong("metadata.annotations", MostAnnotations)] : []);
    }

    /// <summary>Rules run when the object has the shape that they were written for.</summary>
    private static void ValidateSchema(ResourceType type, JsonObject item, JsonObject? before)
    {
        if (type.Schema is null)
        {
            return;
        }
        var errors = SchemaValidator.Validate(item, type.Schema);
        IReadOnlyList<FieldError> broken = errors.Any(error => error.IsAboutShape) ? [FieldError.RulesNotChecked] : RuleChecker.Check(item, before, type.Schema);
        Refuse(type, item, errors.Count > 0 ? [.. errors, .. broken] : broken);
    }

    private static void Refuse(ResourceType type, JsonObject item, IReadOnlyList<FieldError> errors)
    {
        if (errors.Count > 0)
        {
            throw Refusals.Invalid(type, item.Text("metadata", "name") ?? string.Empty, errors);
        }
    }
}
