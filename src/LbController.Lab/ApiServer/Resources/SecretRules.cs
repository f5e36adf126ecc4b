using System.Text;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>stringData becomes data, and the type defaults to Opaque.</summary>
internal sealed class SecretRules : IResourceRules
{
    public void PrepareCreate(JsonObject created) => Fold(created);

    public void PrepareUpdate(JsonObject before, JsonObject after) => Fold(after);

    public IEnumerable<FieldError> Validate(JsonObject item, JsonObject? before)
    {
        foreach (var (name, value) in item.Object("data") ?? [])
        {
            if (value is not null && !TextFormats.Matches(value.AsText() ?? "?", "byte"))
            {
                yield return FieldError.Invalid($"data[{name}]", "<value hidden>", "must be base64");
            }
        }
    }

    private static void Fold(JsonObject secret)
    {
        secret.Default("type", "Opaque");
        if (!secret.Remove("stringData", out var plain))
        {
            return;
        }
        foreach (var (name, value) in plain.Object() ?? [])
        {
            secret.Ensure("data")[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.AsText() ?? string.Empty));
        }
    }
}
