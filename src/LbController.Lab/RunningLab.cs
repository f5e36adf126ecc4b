using LbController.Lab.Backends;
using LbController.Lab.Cluster;
using LbController.Lab.Network;
using LbController.Lab.Processes;
using LbController.Lab.Routers;

namespace LbController.Lab;

/// <summary>A lab that stands: its network, API, router, pods and the daemons. Disposing takes all of it down.</summary>
internal sealed class RunningLab : IAsyncDisposable
{
    /// <summary>Where the daemons answer probes unless told otherwise.</summary>
    private const int HealthPort = 17472;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private bool isLeftStanding;

    private RunningLab(LabPlan plan, LabRecord record)
    {
        Plan = plan;
        Record = record;
        Network = new(plan);
        Processes = new(record);
        Router = new(plan, record.RouterFolder, Processes);
    }

    public LabPlan Plan { get; }

    public LabRecord Record { get; }

    public LabNetwork Network { get; }

    public LabProcesses Processes { get; }

    public FrrRouter Router { get; }

    /// <summary>What speakers are started with beyond the usual.</summary>
    public Func<NodePlan, IEnumerable<string>> SpeakerArguments { get; set; } = _ => [];

    /// <summary>Known once <see cref="StartApiAsync"/> has run.</summary>
    public ClusterApi Api { get; private set; } = null!;

    /// <summary>
    /// Namespaces, cables, router and web pods. Leftovers of a lab that crashed are removed first; a lab that stands is not touched.
    /// </summary>
    public static async Task<RunningLab> StartNetworkAsync(string prefix, CancellationToken cancel)
    {
        var plan = new LabPlan(prefix);
        await LabCheck.RequireAsync(plan, cancel);
        var lab = new RunningLab(plan, LabRecord.Create(prefix, plan.Namespaces));
        try
        {
            await lab.Network.CreateAsync(cancel);
            await lab.Router.StartAsync(cancel);
            foreach (var node in plan.Nodes)
            {
                lab.Processes.Start(node.PodName, node.PodNamespace, [Programs.Lab, "web", "--listen", $"[::]:{LabPlan.BackendPort}", "--name", node.PodName]);
            }

            foreach (var node in plan.Nodes)
            {
                var page = $"http://{node.PodAddress}:{LabPlan.BackendPort}";
                await Eventually.TrueAsync(async () => await Page.FetchAsync(node.Namespace, page, cancel) is not null, StartPatience, $"{node.PodName} serves", cancel);
            }

            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>The embedded API with the CRDs, the cluster's own objects, and the stand-in for kubelet, slices and kube-proxy.</summary>
    public async Task StartApiAsync(CancellationToken cancel)
    {
        var api = Processes.Start("apiserver", null,
        [
            Programs.Lab, "apiserver", "--listen", "127.0.0.1:0", "--kubeconfig", Record.Kubeconfig, "--crds", Programs.Crds,
            "--listen-in", $"{Plan.ControlPlane}={LabPlan.ControlPlaneAddress}:{LabPlan.ApiPort}",
            "--secure-listen-in", $"{Plan.ControlPlane}={LabPlan.ControlPlaneAddress}:{LabPlan.SecureApiPort}",
            "--authority-file", Record.AuthorityFile, "--dial-in", Plan.ControlPlane, "--authorization", "rbac", "--audit-file", Record.AuditFile,
        ]);
        await Eventually.TrueAsync(() => IsServingAsync(api, cancel), StartPatience, $"the API serves (see {api.Log})", cancel);
        var text = await File.ReadAllTextAsync(Record.Kubeconfig, cancel);
        await File.WriteAllTextAsync(Record.NodeKubeconfig, KubeconfigFile.WithServer(text, $"http://{LabPlan.ControlPlaneAddress}:{LabPlan.ApiPort}"), cancel);
        await FillApiAsync(cancel);
        Processes.Start("tend", null, [Programs.Lab, "tend", "--prefix", Plan.Prefix]);
    }

    /// <summary>The project in this lab as its users install it. The API must be there.</summary>
    public ChartInstallation Chart => new(Record, Api, Plan.Nodes.Count);

    /// <summary>Installs the chart and waits until its Pods are ready.</summary>
    public async Task InstallAsync(CancellationToken cancel)
    {
        await Chart.ApplyAsync("", cancel);
        await Chart.ReadyAsync(cancel);
    }

    /// <summary>The controller beside the API, and a speaker on every node.</summary>
    public void StartDaemons()
    {
        StartController();
        foreach (var node in Plan.Nodes)
        {
            StartSpeaker(node);
        }
    }

    /// <summary>Waits until every daemon is ready; one that has ended is told with its last words.</summary>
    public async Task DaemonsReadyAsync(CancellationToken cancel)
    {
        foreach (var process in Record.Content.Processes.Where(process => process.Name == "controller" || process.Name.StartsWith("speaker-", StringComparison.Ordinal)).ToList())
        {
            var netns = process.Name == "controller" ? Plan.ControlPlane : Plan.Prefix + process.Name["speaker-".Length..];
            await Eventually.TrueAsync(() => IsReadyAsync(process, netns, cancel), StartPatience, $"{process.Name} is ready (see {process.Log})", cancel);
        }
    }

    public LabProcess StartController() => Processes.Start("controller", Plan.ControlPlane,
        [.. Programs.Daemon("controller"), "--kubeconfig", Record.NodeKubeconfig, "--namespace", LabObjects.SystemNamespace]);

    /// <summary>The key by which the lab's speakers trust each other.</summary>
    private string LivenessKeyFile
    {
        get
        {
            var file = Path.Combine(Record.Folder, "liveness-key");
            if (!File.Exists(file))
            {
                File.WriteAllText(file, "a key for a lab, and for nothing else");
            }

            return file;
        }
    }

    public LabProcess StartSpeaker(NodePlan node) => Processes.Start("speaker-" + node.Name, node.Namespace,
        [.. Programs.Daemon("speaker"), "--kubeconfig", Record.NodeKubeconfig, "--namespace", LabObjects.SystemNamespace, "--node-name", node.Name, "--ml-secret-key-path", LivenessKeyFile, .. SpeakerArguments(node)]);

    /// <summary>Disposing no longer takes the lab down; <c>lb-lab down</c> does.</summary>
    public void LeaveStanding()
    {
        Record.Complete();
        isLeftStanding = true;
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (!isLeftStanding)
        {
            await LabRemoval.RemoveAsync(Record, CancellationToken.None);
        }
    }

    private async Task<bool> IsReadyAsync(LabProcess process, string netns, CancellationToken cancel)
    {
        await RequireRunningAsync(process, cancel);
        var probe = await Tool.TryRunAsync("ip", ["netns", "exec", netns, "curl", "-sf", "-m", "1", $"http://127.0.0.1:{HealthPort}/readyz"], cancel);
        return probe.ExitCode == 0;
    }

    private async Task RequireRunningAsync(LabProcess process, CancellationToken cancel)
    {
        if (!ProcessMark.Find(Plan.Prefix).Contains(process.Pid))
        {
            throw new LabException($"{process.Name} ended: {(await File.ReadAllTextAsync(process.Log, cancel)).Trim()}");
        }
    }

    private async Task<bool> IsServingAsync(LabProcess process, CancellationToken cancel)
    {
        await RequireRunningAsync(process, cancel);
        if (!File.Exists(Record.Kubeconfig) || new FileInfo(Record.Kubeconfig).Length == 0)
        {
            return false;
        }

        Api ??= ClusterApi.FromKubeconfig(Record.Kubeconfig);
        return await Api.IsReadyAsync(cancel);
    }

    private async Task FillApiAsync(CancellationToken cancel)
    {
        foreach (var name in new[] { "default", LabObjects.SystemNamespace })
        {
            await Api.CreateAsync("/api/v1/namespaces", LabObjects.Namespace(name), cancel);
        }

        foreach (var node in Plan.Nodes)
        {
            await Api.CreateAsync(ClusterApi.Nodes, LabObjects.Node(node), cancel);
            await Api.MergeAsync($"{ClusterApi.Nodes}/{node.Name}/status", LabObjects.NodeStatus(node, ready: true), cancel);
            await Api.CreateAsync("/api/v1/namespaces/default/pods", LabObjects.Pod(node), cancel);
            await Api.MergeAsync($"/api/v1/namespaces/default/pods/{node.PodName}/status", LabObjects.PodStatus(node, ready: true), cancel);
        }
    }
}
