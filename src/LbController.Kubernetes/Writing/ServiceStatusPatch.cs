using System.Text.Json.Nodes;
using LbController.Engine.Commands;

namespace LbController.Kubernetes.Writing;

/// <summary>The merge patch on <c>services/status</c> for a <see cref="Command.WriteServiceStatus"/>.</summary>
internal static class ServiceStatusPatch
{
    public const string PoolAnnotation = "metallb.io/ip-allocated-from-pool";

    public static JsonObject Of(Command.WriteServiceStatus command) => new()
    {
        ["metadata"] = new JsonObject
        {
            // Makes the server refuse the patch with 409 if the object has changed since.
            ["resourceVersion"] = command.ResourceVersion,
            ["annotations"] = new JsonObject { [PoolAnnotation] = command.Pool.Length == 0 ? null : command.Pool },
        },
        ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = IngressOf(command) } },
    };

    // A null removes the field (RFC 7396) and leaves loadBalancer empty.
    private static JsonArray? IngressOf(Command.WriteServiceStatus command) => command.Ingress.IsEmpty
        ? null
        : new JsonArray([.. command.Ingress.Select(address => new JsonObject { ["ip"] = address.ToString(), ["ipMode"] = "VIP" })]);
}
