using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Services;

/// <summary>Everything the API server itself does for a Service.</summary>
internal sealed class ServiceRules : IResourceRules
{
    private readonly ServiceReservations reservations;
    private readonly ClusterAddresses addresses;
    private readonly NodePorts nodePorts;

    public ServiceRules(ServiceReservations reservations)
    {
        this.reservations = reservations;
        addresses = new ClusterAddresses(reservations);
        nodePorts = new NodePorts(reservations);
    }

    public void PrepareCreate(JsonObject created)
    {
        created["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        ServiceDefaults.Fill(created);
        addresses.Fill(created);
        nodePorts.Fill(created);
    }

    public void PrepareUpdate(JsonObject before, JsonObject after)
    {
        var old = before.Copy();
        ServiceChanges.KeepAllocated(old, after);
        ServiceChanges.DropForeign(old, after);
        ServiceDefaults.Fill(after);
        addresses.Fill(after);
        nodePorts.Fill(after);
    }

    public void PrepareStatus(JsonObject before, JsonObject after) => ServiceDefaults.FillStatus(after);

    public IEnumerable<FieldError> Validate(JsonObject item, JsonObject? before) =>
        ServiceValidation.Fields(item)
            .Concat(before is null ? [] : ServiceValidation.Changes(before, item))
            .Concat(Allocations(item, before));

    private IEnumerable<FieldError> Allocations(JsonObject item, JsonObject? before)
    {
        var held = before.Texts("spec", "clusterIPs").ToHashSet(StringComparer.Ordinal);
        foreach (var address in item.Texts("spec", "clusterIPs").Where(address => address is not "None" && !held.Contains(address)))
        {
            if (addresses.Problem(address) is { } problem)
            {
                yield return FieldError.Invalid("spec.clusterIPs", $"[\"{address}\"]", $"failed to allocate IP {address}: {problem}");
            }
        }
        var heldPorts = before.Objects("spec", "ports").Select(port => (port.Number("nodePort"), port.Text("protocol"))).ToHashSet();
        var at = 0;
        foreach (var port in item.Objects("spec", "ports"))
        {
            var path = $"spec.ports[{at++}].nodePort";
            if (port.Number("nodePort") is not ({ } number and > 0) || heldPorts.Contains((number, port.Text("protocol"))))
            {
                continue;
            }
            if (number is < NodePorts.First or > NodePorts.Last)
            {
                yield return FieldError.Invalid(path, $"{number}", $"provided port is not in the valid range. The range of valid ports is {NodePorts.First}-{NodePorts.Last}");
            }
            else if (reservations.IsTaken(number, port.Text("protocol") ?? "TCP"))
            {
                yield return FieldError.Invalid(path, $"{number}", "provided port is already allocated");
            }
        }
    }
}
