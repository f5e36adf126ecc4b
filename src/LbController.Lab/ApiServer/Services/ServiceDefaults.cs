using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Services;

/// <summary>The defaults of a Service that need no allocation.</summary>
internal static class ServiceDefaults
{
    public static void Fill(JsonObject service)
    {
        var spec = service.Ensure("spec");
        spec.Default("type", "ClusterIP");
        spec.Default("sessionAffinity", "None");
        if (spec.Text("sessionAffinity") is "ClientIP")
        {
            spec.Ensure("sessionAffinityConfig", "clientIP").Default("timeoutSeconds", 10800);
        }
        foreach (var port in spec.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (port["port"] is { } number)
            {
                port.Default("targetPort", number.DeepClone());
            }
        }
        if (ServiceTypes.NeedsClusterAddress(service))
        {
            spec.Default("internalTrafficPolicy", "Cluster");
        }
        if (ServiceTypes.HasExternalTraffic(service))
        {
            spec.Default("externalTrafficPolicy", "Cluster");
        }
        if (ServiceTypes.IsLoadBalancer(service))
        {
            spec.Default("allocateLoadBalancerNodePorts", true);
        }
    }

    public static void FillStatus(JsonObject service)
    {
        service.Ensure("status", "loadBalancer");
        foreach (var ingress in service.Objects("status", "loadBalancer", "ingress").Where(ingress => ingress["ip"] is not null))
        {
            ingress.Default("ipMode", "VIP");
        }
    }
}
