using System.Text.Json.Nodes;
using LbController.Lab.Network;

namespace LbController.Lab.Cluster;

/// <summary>The objects that a cluster's own parts would have written: Nodes and the web Pods.</summary>
internal static class LabObjects
{
    public const string SystemNamespace = "metallb-system";

    public static JsonObject Namespace(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject { ["name"] = name },
    };

    public static JsonObject Node(NodePlan node) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject
        {
            ["name"] = node.Name,
            ["labels"] = new JsonObject { ["kubernetes.io/hostname"] = node.Name, ["kubernetes.io/os"] = "linux" },
        },
        ["spec"] = new JsonObject { ["podCIDR"] = node.PodNetwork },
    };

    public static JsonObject NodeStatus(NodePlan node, bool ready) => new()
    {
        ["status"] = new JsonObject
        {
            ["addresses"] = new JsonArray(Address("InternalIP", node.LanAddress), Address("Hostname", node.Name)),
            ["conditions"] = Conditions(ready ? "True" : "Unknown"),
        },
    };

    public static JsonObject Pod(NodePlan node) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = node.PodName,
            ["namespace"] = "default",
            ["labels"] = new JsonObject { ["app"] = "web" },
        },
        ["spec"] = new JsonObject
        {
            ["nodeName"] = node.Name,
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "web",
                ["image"] = "lb-lab/web",
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = LabPlan.BackendPort, ["protocol"] = "TCP" }),
            }),
        },
    };

    public static JsonObject PodStatus(NodePlan node, bool ready) => new()
    {
        ["status"] = new JsonObject
        {
            ["phase"] = "Running",
            ["hostIP"] = node.LanAddress,
            ["podIP"] = node.PodAddress,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = node.PodAddress }, new JsonObject { ["ip"] = node.PodAddress6 }),
            ["conditions"] = Conditions(ready ? "True" : "False"),
        },
    };

    private static JsonObject Address(string type, string address) => new() { ["type"] = type, ["address"] = address };

    private static JsonArray Conditions(string ready) => new(new JsonObject { ["type"] = "Ready", ["status"] = ready });
}
