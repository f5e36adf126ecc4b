using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.Cluster;
using LbController.Lab.Processes;

namespace LbController.Lab.Kubelet;

/// <summary>The life of one Pod on one machine: volumes, container, probes, restarts, end.</summary>
internal sealed class PodRunner : IDisposable
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    private readonly JsonNode pod;
    private readonly Seat seat;
    private readonly KubeletSetting setting;
    private readonly PodStatusWriter status;
    private readonly VolumeWriter volumes;
    private readonly Prober prober;
    private readonly CancellationTokenSource stopping = new();
    private int restarts;

    public PodRunner(JsonNode pod, Seat seat, KubeletSetting setting, ClusterApi api)
    {
        (this.pod, this.seat, this.setting) = (pod, seat, setting);
        status = new PodStatusWriter(api, pod, seat);
        volumes = new VolumeWriter(api, setting.AuthorityFile, Path.Combine(setting.Folder, "disks", seat.Node));
        prober = new Prober(seat);
        Life = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Ends when the Pod has run to its end, or was stopped and its container is gone.</summary>
    public Task Life { get; }

    private string Name => pod.Text("metadata", "name")!;

    private string Component => pod.Text("metadata", "labels", "app.kubernetes.io/component") ?? Name;

    /// <summary>As a person would call it, over all Pods that come after each other: <c>speaker-n1</c>, <c>controller</c>.</summary>
    private string Alias => seat == setting.Seats[^1] ? Component : $"{Component}-{seat.Node}";

    private string Folder => Path.Combine(setting.Folder, "pods", Name);

    public void Stop() => stopping.Cancel();

    public void Dispose()
    {
        prober.Dispose();
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await RunOnceAsync() is { } code && pod.Text("spec", "restartPolicy") is "Never")
                {
                    await status.EndedAsync(code);
                    return;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is LabException or IOException or HttpRequestException)
            {
                await status.WaitingAsync(failure.Message, restarts);
            }

            restarts++;
            var backoff = TimeSpan.FromSeconds(Math.Min(LongestBackoff.TotalSeconds, 0.5 * restarts));
            await Task.Delay(backoff, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The exit code; null: it was stopped.</summary>
    private async Task<int?> RunOnceAsync()
    {
        var planned = ContainerPlanner.Plan(pod, setting.Image, seat.Address, setting.Api);
        var plan = planned with { Environment = new Dictionary<string, string>(planned.Environment, StringComparer.Ordinal) { [ProcessMark.Variable] = setting.Prefix } };
        var root = Path.Combine(Folder, "root");
        Directory.CreateDirectory(root);
        await volumes.WriteAsync(pod, plan, Path.Combine(Folder, "volumes"), stopping.Token);
        var script = Path.Combine(Folder, "start.sh");
        await File.WriteAllTextAsync(script, ContainerScript.Write(plan, root, setting.Programs, KubeletSetting.Runtime, Path.Combine(Folder, "volumes")), stopping.Token);
        using var process = ContainerProcess.Start(seat, setting.Prefix, script, Path.Combine(setting.Folder, Alias + ".log"));
        await File.WriteAllTextAsync(Path.Combine(setting.Folder, Alias + ".pid"), $"{process.Pid}\n", stopping.Token);
        await status.RunningAsync(ready: plan.Readiness is null, restarts);
        if (await WatchAsync(process, plan))
        {
            return process.ExitCode;
        }

        await process.EndAsync(plan.Grace);
        return stopping.IsCancellationRequested ? null : process.ExitCode;
    }

    /// <summary>True: it ended by itself; false: it is to be ended.</summary>
    private async Task<bool> WatchAsync(ContainerProcess process, ContainerPlan plan)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var ended = process.WaitAsync(over.Token);
        var ill = plan.Liveness is { } liveness ? UntilIllAsync(liveness, over.Token) : Task.Delay(Timeout.Infinite, over.Token);
        var readiness = plan.Readiness is { } probe ? FollowReadinessAsync(probe, over.Token) : Task.CompletedTask;
        await Task.WhenAny(ended, ill);
        var isOver = ended.IsCompletedSuccessfully;
        await over.CancelAsync();
        await Task.WhenAll(ended, ill, readiness).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return isOver;
    }

    private async Task UntilIllAsync(ProbePlan probe, CancellationToken cancel)
    {
        await Task.Delay(TimeSpan.FromSeconds(probe.InitialDelay), cancel);
        for (var failures = 0; failures < probe.FailureThreshold;)
        {
            failures = await prober.AskAsync(probe, cancel) is null ? 0 : failures + 1;
            await Task.Delay(TimeSpan.FromSeconds(probe.Period), cancel);
        }
    }

    private async Task FollowReadinessAsync(ProbePlan probe, CancellationToken cancel)
    {
        await Task.Delay(TimeSpan.FromSeconds(probe.InitialDelay), cancel);
        var (ready, failures) = (false, 0);
        while (true)
        {
            failures = await prober.AskAsync(probe, cancel) is null ? 0 : failures + 1;
            if (failures == 0 != ready && (failures == 0 || failures >= probe.FailureThreshold))
            {
                ready = failures == 0;
                await status.RunningAsync(ready, restarts);
            }

            // A kubelet too asks more often while a container is not ready.
            await Task.Delay(ready ? TimeSpan.FromSeconds(probe.Period) : Quick, cancel);
        }
    }
}
