using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Cluster;

/// <summary>Pods, the EndpointSlices that tell of them, and the kube-proxy of each node that sends a request to one.</summary>
public sealed class EndpointWorld(World world)
{
    private static readonly TimeSpan UntilNoticed = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<ObjectKey, SortedSet<string>> pods = [];

    /// <summary>Puts one pod of a Service on each of the nodes.</summary>
    public void Place(ObjectKey service, params IEnumerable<string> nodes)
    {
        pods[service] = new SortedSet<string>(nodes, StringComparer.Ordinal);
        Write(service);
    }

    public void Remove(ObjectKey service)
    {
        pods.Remove(service);
        world.Api.Delete<EndpointSliceSnapshot>(new ObjectKey(service.Namespace, $"{service.Name}-1"));
    }

    /// <summary>A node that is gone is noticed after a while; one that is back at once.</summary>
    public void NodeChanged() => world.Agenda.After(UntilNoticed, () =>
    {
        foreach (var service in pods.Keys.ToList())
        {
            Write(service);
        }
    });

    /// <summary>A request at a node: served if a pod can be reached that the Service's policy allows.</summary>
    public void Serve(SimNode node, Probe probe)
    {
        foreach (var service in world.Api.All<ServiceSnapshot>())
        {
            if (service.IngressIps.Contains(probe.Vip.ToString(), StringComparer.Ordinal) && CanServe(node, service))
            {
                world.Agenda.After(world.Random.Between(0.1, 0.4), () =>
                {
                    if (world.Lan.Connects(node.Port, probe.From))
                    {
                        probe.Served();
                    }
                });
                return;
            }
        }
    }

    public bool CanServe(SimNode node, ServiceSnapshot service) => node.IsUp && world.Nodes.Any(other =>
        pods.GetValueOrDefault(service.Key)?.Contains(other.Name) == true
        && other.IsUp
        && (other == node || (!service.IsLocal && world.Lan.Connects(node.Port, other.Port))));

    private void Write(ObjectKey service)
    {
        if (!pods.TryGetValue(service, out var placed))
        {
            return;
        }

        var slice = new EndpointSliceSnapshot(new ObjectKey(service.Namespace, $"{service.Name}-1"))
        {
            ServiceName = service.Name,
            Endpoints = placed.Select(node => new EndpointSnapshot(node, IsReady(node), IsReady(node), Terminating: false)).ToValueArray(),
        };
        if (world.Api.Find<EndpointSliceSnapshot>(slice.Key) != slice)
        {
            world.Tell("endpoints", $"{service} on {string.Join(", ", slice.Endpoints.Where(endpoint => endpoint.IsUsable).Select(endpoint => endpoint.NodeName))}");
            world.Api.Put(slice);
        }
    }

    private bool IsReady(string node) => world.Nodes.Any(other => other.Name == node && other.IsUp && other.HasCarrier);
}
