using System.Text.Json.Nodes;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Writing;

/// <summary>Writes the status of objects that others made: Services and IPAddressPools.</summary>
internal sealed class StatusWriter(ClusterClient client, TimeProvider time)
{
    public async Task<Outcome> WriteAsync(Command.WriteServiceStatus command, CancellationToken cancellation)
    {
        var path = WrittenPaths.Services.Item(command.Service.Namespace, command.Service.Name, "status");
        return ApiOutcome.Of(await client.CallAsync(HttpMethod.Patch, path, ApiBody.StrategicMerge(ServiceStatusPatch.Of(command, time.GetUtcNow())), cancellation));
    }

    public async Task<Outcome> WriteAsync(Command.WriteAnnouncedCondition command, CancellationToken cancellation)
    {
        var path = WrittenPaths.Services.Item(command.Service.Namespace, command.Service.Name, "status");
        return ApiOutcome.Of(await client.CallAsync(HttpMethod.Patch, path, ApiBody.StrategicMerge(ServiceStatusPatch.Of(command, time.GetUtcNow())), cancellation));
    }

    public async Task<Outcome> WriteAsync(Command.WritePoolStatus command, CancellationToken cancellation)
    {
        var status = new JsonObject
        {
            ["assignedIPv4"] = command.Counters.AssignedIPv4,
            ["assignedIPv6"] = command.Counters.AssignedIPv6,
            ["availableIPv4"] = command.Counters.AvailableIPv4,
            ["availableIPv6"] = command.Counters.AvailableIPv6,
        };
        var path = WrittenPaths.Pools.Item(command.Pool.Namespace, command.Pool.Name, "status");
        var patch = ApiBody.Merge(new JsonObject { ["status"] = status });
        return ApiOutcome.Of(await client.CallAsync(HttpMethod.Patch, path, patch, cancellation));
    }
}
