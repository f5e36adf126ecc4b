using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Services;

/// <summary>The cluster addresses and node ports that stored Services hold, kept in step with the store.</summary>
internal sealed class ServiceReservations
{
    public const string Storage = "/services";

    private readonly HashSet<string> addresses = new(StringComparer.Ordinal);
    private readonly HashSet<(long Port, string Protocol)> ports = [];

    public ServiceReservations(ObjectStore store) => store.OnChange(Follow);

    public bool IsTaken(string address) => addresses.Contains(address);

    public bool IsTaken(long port, string protocol) => ports.Contains((port, protocol));

    private void Follow(StoreEvent change)
    {
        if (!string.Equals(change.After.Key.Storage, Storage, StringComparison.Ordinal))
        {
            return;
        }
        if (change.Before is { } before)
        {
            addresses.ExceptWith(AddressesOf(before.Body));
            ports.ExceptWith(PortsOf(before.Body));
        }
        if (!change.Removed)
        {
            addresses.UnionWith(AddressesOf(change.After.Body));
            ports.UnionWith(PortsOf(change.After.Body));
        }
    }

    private static IEnumerable<string> AddressesOf(JsonObject service) =>
        service.Texts("spec", "clusterIPs").Where(address => address is not "None");

    private static IEnumerable<(long Port, string Protocol)> PortsOf(JsonObject service)
    {
        foreach (var port in service.Objects("spec", "ports"))
        {
            if (port.Number("nodePort") is { } number and > 0)
            {
                yield return (number, port.Text("protocol") ?? "TCP");
            }
        }
        if (service.Number("spec", "healthCheckNodePort") is { } health and > 0)
        {
            yield return (health, "TCP");
        }
    }
}
