using System.Globalization;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.Cluster;
using LbController.Lab.Kubelet;
using LbController.Lab.Processes;

namespace LbController.Lab;

/// <summary>This project in a lab as its users install it: the chart by helm, run by the lab's kubelets.</summary>
/// <param name="record">The lab.</param>
/// <param name="api">Its API.</param>
/// <param name="nodes">How many speakers there will be.</param>
internal sealed class ChartInstallation(LabRecord record, ClusterApi api, int nodes)
{
    public const string Release = "lb-controller";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    /// <summary>All Pods that run beside the API share its network namespace, so there is one controller, and the old one goes first.</summary>
    private const string LabValues = "controller.replicas=1,controller.strategy.type=Recreate";

    /// <summary>Installs the chart, or upgrades what is installed; what helm says.</summary>
    /// <param name="values">As <c>--set</c> takes them; empty: none but the lab's.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<string> ApplyAsync(string values, CancellationToken cancel) => HelmAsync(
        ["upgrade", "--install", Release, Programs.Chart, "--set", values.Length == 0 ? LabValues : $"{LabValues},{values}"], cancel);

    public Task<string> HelmAsync(IEnumerable<string> arguments, CancellationToken cancel) =>
        Tool.RunAsync(Programs.Helm, ["--kubeconfig", record.Kubeconfig, "--namespace", LabObjects.SystemNamespace, .. arguments], cancel);

    /// <summary>Waits until every Pod is one of the newest template and ready; says what the missing ones said last.</summary>
    public async Task ReadyAsync(CancellationToken cancel)
    {
        var said = "";
        try
        {
            await Eventually.TrueAsync(async () => (said = await MissingAsync(cancel)).Length == 0, Patience, "the chart's Pods are ready", cancel);
        }
        catch (LabException late)
        {
            throw new LabException($"{late.Message} {said}\n{await LastWordsAsync(cancel)}", late);
        }
    }

    /// <summary>Kills a daemon without asking it; the kubelet starts it again.</summary>
    /// <param name="alias">Such as <c>controller</c> or <c>speaker-n1</c>.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task KillAsync(string alias, CancellationToken cancel)
    {
        var pid = int.Parse(await File.ReadAllTextAsync(Path.Combine(record.Folder, alias + ".pid"), cancel), CultureInfo.InvariantCulture);
        if (!ProcessMark.Find(record.Prefix).Contains(pid))
        {
            throw new LabException($"{alias} does not run.");
        }

        await Tool.RunAsync("kill", ["-9", pid.ToString(CultureInfo.InvariantCulture)], cancel);
    }

    private async Task<string> LastWordsAsync(CancellationToken cancel)
    {
        const int lines = 8;
        var words = new List<string>();
        foreach (var log in Directory.GetFiles(record.Folder, "*.log").Where(file => Path.GetFileName(file) is var name && (name.StartsWith("speaker", StringComparison.Ordinal) || name is "controller.log" or "tend.log")))
        {
            words.AddRange((await File.ReadAllLinesAsync(log, cancel)).TakeLast(lines).Select(line => $"{Path.GetFileName(log)}: {line}"));
        }

        return string.Join('\n', words);
    }

    private async Task<string> MissingAsync(CancellationToken cancel)
    {
        var ofRelease = (await api.ListAsync($"/api/v1/namespaces/{LabObjects.SystemNamespace}/pods", cancel)).Where(pod => pod.Text("metadata", "labels", "app.kubernetes.io/instance") == Release).ToList();
        var workloads = (await api.ListAsync(Workloads.Deployments, cancel)).Concat(await api.ListAsync(Workloads.DaemonSets, cancel)).ToList();
        foreach (var workload in workloads)
        {
            var wanted = workload.Node("spec", "updateStrategy") is null ? (int)(workload.Number("spec", "replicas") ?? 1) : nodes;
            var own = ofRelease.Where(pod => pod.Objects("metadata", "ownerReferences").Any(owner => owner.Text("uid") == workload.Text("metadata", "uid"))).ToList();
            var ready = own.Count(pod => !Rollout.IsLeaving(pod) && Rollout.IsReady(pod) && Rollout.HashOf(pod) == Workloads.HashOf(workload));
            if (ready != wanted || own.Count != wanted)
            {
                var words = own.SelectMany(pod => pod.Objects("status", "containerStatuses")).Select(status => status.Text("state", "waiting", "message")).OfType<string>().Distinct();
                return $"{workload.Text("metadata", "name")}: {ready} of {wanted} are ready; {string.Join("; ", words)} (logs in {record.Folder})";
            }
        }

        return workloads.Count == 0 ? "nothing is installed" : "";
    }
}
