using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;

namespace LbController.Kubernetes.Writing;

/// <summary>
/// The strategic merge patch on <c>services/status</c> for a <see cref="Command.WriteServiceStatus"/>. Of the conditions, which are told
/// apart by their type, it touches ours alone; the list of ingress entries is replaced whole.
/// </summary>
internal static class ServiceStatusPatch
{
    public static JsonObject Of(Command.WriteServiceStatus command, DateTimeOffset now) => new()
    {
        ["metadata"] = new JsonObject
        {
            // Makes the server refuse the patch with 409 if the object has changed since.
            ["resourceVersion"] = command.ResourceVersion,
            ["annotations"] = new JsonObject
            {
                [ServiceAnnotations.Prefix + ServiceAnnotations.AllocatedFromPool] = command.Pool.Length == 0 ? null : command.Pool,
                [ServiceAnnotations.DeprecatedPrefix + ServiceAnnotations.AllocatedFromPool] = null,
            },
        },
        ["status"] = new JsonObject
        {
            ["loadBalancer"] = new JsonObject { ["ingress"] = IngressOf(command) },
            ["conditions"] = new JsonArray(ConditionOf(ServiceCondition.AddressAssigned, command.Condition, command.IsTransition, now)),
        },
    };

    /// <summary>Of the conditions, this touches the one that speakers keep.</summary>
    public static JsonObject Of(Command.WriteAnnouncedCondition command, DateTimeOffset now) => new()
    {
        ["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(ConditionOf(ServiceCondition.Announced, command.Condition, command.IsTransition, now)),
        },
    };

    // A null removes the field and leaves loadBalancer empty.
    private static JsonArray? IngressOf(Command.WriteServiceStatus command) => command.Ingress.IsEmpty
        ? null
        : new JsonArray([.. command.Ingress.Select(address => new JsonObject { ["ip"] = address.ToString(), ["ipMode"] = "VIP" })]);

    private static JsonObject ConditionOf(string type, ServiceCondition? condition, bool isTransition, DateTimeOffset now)
    {
        var json = new JsonObject { ["type"] = type };
        if (condition is null)
        {
            json["$patch"] = "delete";
            return json;
        }

        json["status"] = condition.Status;
        json["reason"] = condition.Reason;
        json["message"] = condition.Message;
        if (condition.ObservedGeneration > 0)
        {
            json["observedGeneration"] = condition.ObservedGeneration;
        }

        if (isTransition)
        {
            // Left out otherwise, so that the time of the last transition stays.
            json["lastTransitionTime"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        return json;
    }
}
