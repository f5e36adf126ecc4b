using System.Globalization;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.L2;

/// <summary>keepalived on every node, with one address and without preemption: the peer to be measured against.</summary>
/// <param name="lab">The lab whose nodes it runs on.</param>
/// <param name="address">The address that it moves.</param>
/// <param name="router">The VRRP virtual router id.</param>
/// <param name="interval">Between two advertisements.</param>
internal sealed class KeepalivedCluster(RunningLab lab, string address, int router, TimeSpan interval) : IL2Cluster
{
    public async Task KillAsync(NodePlan node, CancellationToken cancel)
    {
        var process = Running(node);
        var children = (await File.ReadAllTextAsync($"/proc/{process.Pid}/task/{process.Pid}/children", cancel)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var child in children)
        {
            await Tool.TryRunAsync("kill", ["-9", child], cancel);
        }

        await lab.Processes.StopAsync(process, kill: true, cancel);
    }

    public Task LeaveAsync(NodePlan node, CancellationToken cancel) => lab.Processes.StopAsync(Running(node), kill: false, cancel);

    public async Task StartAsync(NodePlan node, CancellationToken cancel)
    {
        // One that was killed has left its address behind, which a power cut would not.
        await Tool.TryRunAsync("ip", ["-n", node.Namespace, "addr", "del", address + "/32", "dev", "eth0"], cancel);
        var file = Path.Combine(lab.Record.Folder, $"{NameOf(node)}.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $$"""
            global_defs {
              vrrp_version 3
            }
            vrrp_instance bench {
              state BACKUP
              nopreempt
              interface eth0
              virtual_router_id {{router}}
              priority {{100 - node.Number}}
              advert_int {{interval.TotalSeconds}}
              virtual_ipaddress {
                {{address}}/32
              }
            }

            """), cancel);
        var run = Path.Combine(lab.Record.Folder, NameOf(node));
        lab.Processes.Start(NameOf(node), node.Namespace, ["keepalived", "-n", "-l", "-P", "-f", file, "-p", run + ".pid", "-r", run + ".vrrp.pid"]);
        await Task.Delay(interval * 15, cancel);
    }

    public async Task StopAllAsync(CancellationToken cancel)
    {
        foreach (var node in lab.Plan.Nodes)
        {
            await LeaveAsync(node, cancel);
        }
    }

    private LabProcess Running(NodePlan node) => lab.Record.Content.Processes.Single(process => process.Name == NameOf(node));

    private string NameOf(NodePlan node) => string.Create(CultureInfo.InvariantCulture, $"keepalived-{router}-{node.Name}");
}
