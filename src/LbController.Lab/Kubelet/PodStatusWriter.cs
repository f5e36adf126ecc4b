using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.Cluster;
using LbController.Lab.Processes;

namespace LbController.Lab.Kubelet;

/// <summary>What a kubelet says of a Pod. That the Pod is gone meanwhile is no failure.</summary>
internal sealed class PodStatusWriter(ClusterApi api, JsonNode pod, Seat seat)
{
    private static readonly string[] ConditionTypes = ["Ready", "ContainersReady"];

    private readonly string started = Now();

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public Task RunningAsync(bool ready, int restarts) =>
        WriteAsync("Running", ready, restarts, new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Now() } });

    public Task WaitingAsync(string why, int restarts) =>
        WriteAsync("Pending", ready: false, restarts, new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "CreateContainerError", ["message"] = why } });

    public Task EndedAsync(int code) => WriteAsync(
        code == 0 ? "Succeeded" : "Failed", ready: false, 0, new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = code, ["reason"] = code == 0 ? "Completed" : "Error", ["finishedAt"] = Now() } });

    private async Task WriteAsync(string phase, bool ready, int restarts, JsonObject state)
    {
        var says = ready ? "True" : "False";
        var status = new JsonObject
        {
            ["phase"] = phase,
            ["hostIP"] = seat.Address,
            ["podIP"] = seat.Address,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = seat.Address }),
            ["startTime"] = started,
            ["conditions"] = new JsonArray([.. ConditionTypes.Select(type => new JsonObject { ["type"] = type, ["status"] = says, ["lastTransitionTime"] = Now() })]),
            ["containerStatuses"] = new JsonArray(new JsonObject
            {
                ["name"] = pod.Objects("spec", "containers").First().Text("name"),
                ["ready"] = ready,
                ["started"] = true,
                ["restartCount"] = restarts,
                ["image"] = pod.Objects("spec", "containers").First().Text("image"),
                ["imageID"] = "",
                ["state"] = state,
            }),
        };
        try
        {
            await api.MergeAsync($"/api/v1/namespaces/{pod.Text("metadata", "namespace")}/pods/{pod.Text("metadata", "name")}/status", new JsonObject { ["status"] = status }, CancellationToken.None);
        }
        catch (LabException gone)
        {
            await Console.Error.WriteLineAsync($"kubelet: {gone.Message}");
        }
    }
}
