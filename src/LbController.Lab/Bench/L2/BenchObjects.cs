using System.Text.Json.Nodes;
using LbController.Lab.Cluster;

namespace LbController.Lab.Bench.L2;

/// <summary>The objects that the bench makes in the lab's API.</summary>
internal static class BenchObjects
{
    public const string Pools = $"/apis/metallb.io/v1beta1/namespaces/{LabObjects.SystemNamespace}/ipaddresspools";
    public const string Advertisements = $"/apis/metallb.io/v1beta1/namespaces/{LabObjects.SystemNamespace}/l2advertisements";
    public const string Services = "/api/v1/namespaces/default/services";

    public static JsonNode Pool(string name, string addresses) => new JsonObject
    {
        ["apiVersion"] = "metallb.io/v1beta1",
        ["kind"] = "IPAddressPool",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = LabObjects.SystemNamespace },
        ["spec"] = new JsonObject { ["addresses"] = new JsonArray(addresses), ["autoAssign"] = false },
    };

    public static JsonNode Advertisement(string name) => new JsonObject
    {
        ["apiVersion"] = "metallb.io/v1beta1",
        ["kind"] = "L2Advertisement",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = LabObjects.SystemNamespace },
        ["spec"] = new JsonObject { ["ipAddressPools"] = new JsonArray(name) },
    };

    /// <summary>A merge patch: every node but this one; null: all of them.</summary>
    public static JsonNode AllBut(string? node) => new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["nodeSelectors"] = node is null
                ? null
                : new JsonArray(new JsonObject
                {
                    ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = "kubernetes.io/hostname", ["operator"] = "NotIn", ["values"] = new JsonArray(node) }),
                }),
        },
    };

    /// <summary>A merge patch that sets or removes one annotation or label.</summary>
    public static JsonNode Metadata(string kind, string key, string? value) =>
        new JsonObject { ["metadata"] = new JsonObject { [kind] = new JsonObject { [key] = value } } };

    public static JsonNode Service(string name, string pool) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = new JsonObject { ["metallb.io/address-pool"] = pool } },
        ["spec"] = new JsonObject
        {
            ["type"] = "LoadBalancer",
            ["selector"] = new JsonObject { ["app"] = "web" },
            ["ports"] = new JsonArray(new JsonObject { ["port"] = EchoServer.Port, ["protocol"] = "UDP", ["targetPort"] = "http" }),
        },
    };
}
