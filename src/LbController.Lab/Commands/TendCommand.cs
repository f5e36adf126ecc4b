using System.CommandLine;
using LbController.Lab.Cluster;
using LbController.Lab.Kubelet;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Commands;

/// <summary><c>lb-lab tend</c>: plays kubelet, EndpointSlice controller and kube-proxy; started by the lab itself.</summary>
internal static class TendCommand
{
    public static Command Create()
    {
        var prefix = LabCommand.Prefix();
        var command = new Command("tend", "Play the cluster's own parts.") { prefix };
        command.Hidden = true;
        command.SetAction((result, cancel) => LabCommand.RunAsync(async () =>
        {
            var name = result.GetValue(prefix)!;
            var record = LabRecord.Find(name) ?? throw new LabException("No lab is up.");
            using var api = ClusterApi.FromKubeconfig(record.Kubeconfig);
            var plan = new LabPlan(name);
            await Task.WhenAll(new ClusterTender(plan, api).RunAsync(cancel), new WorkloadTender(KubeletSetting.Of(plan, record), api).RunAsync(cancel));
            return 0;
        }));
        return command;
    }
}
