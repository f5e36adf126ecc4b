using System.Net;
using System.Text.Json;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reading;
using LbController.Kubernetes.Resources;

namespace LbController.Host.StatusPage;

/// <summary>Reads what the page shows; nobody looking costs nothing.</summary>
internal sealed class StatusReader(ClusterClient client, string @namespace)
{
    private readonly ClusterReader reader = new(client);

    /// <exception cref="ReadFailedException">A right is missing; the message names verb and resource.</exception>
    public async Task<StatusObjects> ReadAsync(CancellationToken cancellation)
    {
        var pools = ListAsync(ResourcePath.Of(MetalLbKinds.IPAddressPool), @namespace, cancellation);
        var services = ListAsync(new ResourcePath("", "v1", "services"), "", cancellation);
        var l2 = ListAsync(ResourcePath.Of(MetalLbKinds.ServiceL2Status), @namespace, cancellation);
        var bgp = ListAsync(ResourcePath.Of(MetalLbKinds.ServiceBgpStatus), @namespace, cancellation);
        var sessions = ListAsync(new ResourcePath("lbcontroller.dev", "v1beta1", "bgpsessionstates"), @namespace, cancellation);
        var events = ListAsync(new ResourcePath("", "v1", "events"), "", cancellation);
        return new StatusObjects
        {
            Pools = await pools,
            Services = [.. (await services).Where(service => service.GetProperty("spec").TryGetProperty("type", out var type) && type.ValueEquals("LoadBalancer"))],
            L2Statuses = await l2,
            BgpStatuses = await bgp,
            Sessions = await sessions,
            Events = await events,
        };
    }

    /// <summary>A kind that the cluster does not know has no objects.</summary>
    private async Task<IReadOnlyList<JsonElement>> ListAsync(ResourcePath path, string space, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadRawAsync(path, space, cancellation);
        }
        catch (ReadFailedException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            return [];
        }
    }
}
