using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Tables;

/// <summary>What kubectl shows of a Node.</summary>
internal static class NodeCells
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static string Status(JsonObject node)
    {
        var ready = node.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") is "Ready");
        var word = ready?.Text("status") switch { "True" => "Ready", null => "Unknown", _ => "NotReady" };
        return node.Bool("spec", "unschedulable") is true ? word + ",SchedulingDisabled" : word;
    }

    public static string Roles(JsonObject node)
    {
        var roles = node.Object("metadata", "labels")?
            .Where(label => label.Key.StartsWith(RolePrefix, StringComparison.Ordinal))
            .Select(label => label.Key[RolePrefix.Length..]) ?? [];
        var joined = string.Join(',', roles.Order(StringComparer.Ordinal));
        return joined.Length == 0 ? "<none>" : joined;
    }

    public static string Address(JsonObject node, string type) =>
        node.Objects("status", "addresses").FirstOrDefault(address => string.Equals(address.Text("type"), type, StringComparison.Ordinal))?.Text("address")
        ?? "<none>";
}
