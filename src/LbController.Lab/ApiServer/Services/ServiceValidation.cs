using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Services;

/// <summary>The checks of a Service that its own fields decide.</summary>
internal static class ServiceValidation
{
    private static readonly string[] Types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

    public static IEnumerable<FieldError> Fields(JsonObject service)
    {
        if (!Types.Contains(ServiceTypes.TypeOf(service), StringComparer.Ordinal))
        {
            yield return FieldError.NotSupported("spec.type", $"\"{ServiceTypes.TypeOf(service)}\"", Types.Select(type => $"\"{type}\""));
        }
        var needsPorts = ServiceTypes.NeedsClusterAddress(service) && !ServiceTypes.IsHeadless(service);
        if (needsPorts && service.Array("spec", "ports") is not { Count: > 0 })
        {
            yield return FieldError.Required("spec.ports");
        }
        if (ServiceTypes.TypeOf(service) is "ExternalName" && service.Text("spec", "externalName") is null or "")
        {
            yield return FieldError.Required("spec.externalName");
        }
        if (!ServiceTypes.IsLoadBalancer(service) && service.Node("spec", "loadBalancerClass") is { } loadBalancerClass)
        {
            yield return FieldError.Forbidden("spec.loadBalancerClass", $"may only be used when `type` is 'LoadBalancer' (it is {loadBalancerClass.ToJsonString()})");
        }
        if (ServiceTypes.IsLoadBalancer(service) && ServiceTypes.IsHeadless(service))
        {
            yield return FieldError.Invalid("spec.clusterIPs[0]", "\"None\"", "may not be set to 'None' for LoadBalancer services");
        }
        foreach (var error in Policies(service).Concat(Ports(service)))
        {
            yield return error;
        }
    }

    public static IEnumerable<FieldError> Changes(JsonObject before, JsonObject after)
    {
        var bothLoadBalancers = ServiceTypes.IsLoadBalancer(before) && ServiceTypes.IsLoadBalancer(after);
        if (bothLoadBalancers && !JsonNode.DeepEquals(before.Node("spec", "loadBalancerClass"), after.Node("spec", "loadBalancerClass")))
        {
            yield return FieldError.Invalid("spec.loadBalancerClass", after.Node("spec", "loadBalancerClass")?.ToJsonString() ?? "null", "may not change once set");
        }
        var bothHaveAddresses = ServiceTypes.NeedsClusterAddress(before) && ServiceTypes.NeedsClusterAddress(after);
        if (bothHaveAddresses && !string.Equals(before.Text("spec", "clusterIP"), after.Text("spec", "clusterIP"), StringComparison.Ordinal))
        {
            yield return FieldError.Invalid("spec.clusterIPs[0]", $"\"{after.Text("spec", "clusterIP")}\"", "may not change once set");
        }
    }

    private static IEnumerable<FieldError> Policies(JsonObject service)
    {
        if (service.Text("spec", "externalTrafficPolicy") is { } external and not ("Cluster" or "Local"))
        {
            yield return FieldError.NotSupported("spec.externalTrafficPolicy", $"\"{external}\"", ["\"Cluster\"", "\"Local\""]);
        }
        if (service.Text("spec", "externalTrafficPolicy") is { } foreign && !ServiceTypes.HasExternalTraffic(service))
        {
            yield return FieldError.Invalid("spec.externalTrafficPolicy", $"\"{foreign}\"", "may only be set for externally-accessible services");
        }
        if (service.Text("spec", "sessionAffinity") is { } affinity and not ("None" or "ClientIP"))
        {
            yield return FieldError.NotSupported("spec.sessionAffinity", $"\"{affinity}\"", ["\"ClientIP\"", "\"None\""]);
        }
    }

    private static IEnumerable<FieldError> Ports(JsonObject service)
    {
        var ports = service.Objects("spec", "ports").ToList();
        var seen = new HashSet<(long?, string?)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < ports.Count; at++)
        {
            if (ports[at].Number("port") is not (>= 1 and <= 65535))
            {
                yield return FieldError.Invalid($"spec.ports[{at}].port", ports[at]["port"]?.ToJsonString() ?? "null", "must be between 1 and 65535, inclusive");
            }
            if (ports[at].Text("protocol") is not (null or "TCP" or "UDP" or "SCTP"))
            {
                yield return FieldError.NotSupported($"spec.ports[{at}].protocol", $"\"{ports[at].Text("protocol")}\"", ["\"SCTP\"", "\"TCP\"", "\"UDP\""]);
            }
            if (ports.Count > 1 && ports[at].Text("name") is null or "")
            {
                yield return FieldError.Required($"spec.ports[{at}].name");
            }
            if (ports[at].Text("name") is { Length: > 0 } name && !names.Add(name))
            {
                yield return FieldError.Duplicate($"spec.ports[{at}].name", $"\"{name}\"");
            }
            if (!seen.Add((ports[at].Number("port"), ports[at].Text("protocol"))))
            {
                yield return FieldError.Duplicate($"spec.ports[{at}]", ports[at].ToJsonString());
            }
        }
    }
}
