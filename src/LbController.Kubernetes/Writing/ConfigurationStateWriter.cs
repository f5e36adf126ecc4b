using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Core.Config;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Writing;

/// <summary>
/// Keeps the daemon's own ConfigurationState: <c>controller</c>, or <c>speaker-</c> and the node. Nothing is written that is there already,
/// and the time of a condition moves only with its status.
/// </summary>
internal sealed class ConfigurationStateWriter(ClusterClient client, WriterIdentity identity, TimeProvider time)
{
    private const string ComponentLabel = "metallb.io/component-type";
    private const string NodeLabel = "metallb.io/node-name";

    private bool IsSpeaker => identity.NodeName.Length > 0;

    private string Name => IsSpeaker ? $"speaker-{identity.NodeName}" : "controller";

    private string ConditionType => IsSpeaker ? "configReconcilerValid" : "poolReconcilerValid";

    public async Task<Outcome> WriteAsync(ConfigurationVerdict verdict, CancellationToken cancellation)
    {
        var found = await client.CallAsync(HttpMethod.Get, WrittenPaths.ConfigurationStates.Item(identity.Namespace, Name), body: null, cancellation);
        if (found.Status == HttpStatusCode.NotFound)
        {
            found = await client.CallAsync(HttpMethod.Post, WrittenPaths.ConfigurationStates.Collection(identity.Namespace), new ApiBody(Blank()), cancellation);
        }
        else if (found.IsSuccess && !IsOwned(found.Body))
        {
            var patch = ApiBody.Merge(new JsonObject { ["metadata"] = Metadata() });
            found = await client.CallAsync(HttpMethod.Patch, WrittenPaths.ConfigurationStates.Item(identity.Namespace, Name), patch, cancellation);
        }

        return found.IsSuccess ? await WriteStatusAsync(verdict, found.Body, cancellation) : ApiOutcome.Of(found);
    }

    private async Task<Outcome> WriteStatusAsync(ConfigurationVerdict verdict, JsonElement found, CancellationToken cancellation)
    {
        var shown = found.Deserialize(MetalLbJson.Default.ConfigurationState)?.Status;
        var old = shown?.Conditions?.FirstOrDefault(condition => condition?.Type == ConditionType);
        var (status, reason) = verdict.IsValid ? ("True", "Reconciled") : ("False", "ConfigurationError");
        var result = verdict.IsValid ? "Valid" : "Invalid";
        var summary = verdict.Summary;
        if (shown?.Result == result && (shown.ErrorSummary ?? "") == summary && old?.Status == status && old.Reason == reason)
        {
            return Outcome.Done;
        }

        var since = old?.Status == status && old.LastTransitionTime is { } then ? then : time.GetUtcNow().UtcDateTime;
        var wanted = new JsonObject
        {
            ["result"] = result,
            ["errorSummary"] = summary,
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = ConditionType,
                ["status"] = status,
                ["lastTransitionTime"] = since.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["reason"] = reason,
                ["message"] = verdict.IsValid ? "the configuration is valid" : summary,
            }),
        };
        var path = WrittenPaths.ConfigurationStates.Item(identity.Namespace, Name, "status");
        return ApiOutcome.Of(await client.CallAsync(HttpMethod.Patch, path, ApiBody.Merge(new JsonObject { ["status"] = wanted }), cancellation));
    }

    private JsonObject Blank()
    {
        var metadata = Metadata();
        metadata["name"] = Name;
        metadata["namespace"] = identity.Namespace;
        return new JsonObject
        {
            ["apiVersion"] = $"{WrittenPaths.ConfigurationStates.Group}/{WrittenPaths.ConfigurationStates.Version}",
            ["kind"] = MetalLbKinds.ConfigurationState.Kind,
            ["metadata"] = metadata,
        };
    }

    private JsonObject Metadata()
    {
        var labels = new JsonObject { [ComponentLabel] = IsSpeaker ? "speaker" : "controller" };
        if (IsSpeaker)
        {
            labels[NodeLabel] = identity.NodeName;
        }

        var metadata = new JsonObject { ["labels"] = labels };
        if (identity.OwnerReferences() is { } owners)
        {
            metadata["ownerReferences"] = owners;
        }

        return metadata;
    }

    /// <summary>The object of an earlier Pod would go with that Pod: it is taken over.</summary>
    private bool IsOwned(JsonElement found)
    {
        var metadata = found.TryGetProperty("metadata", out var own) ? JsonObject.Create(own) : null;
        return JsonNode.DeepEquals(metadata?["labels"]?[ComponentLabel], Metadata()["labels"]![ComponentLabel])
            && (identity.OwnerReferences() is null || metadata?["ownerReferences"]?[0]?["uid"]?.GetValue<string>() == identity.PodUid);
    }
}
