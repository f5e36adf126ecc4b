using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Bgp;

/// <summary>BIRD in the place of the lab's FRR.</summary>
internal sealed class BirdRouter : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RunningLab lab;
    private readonly LabProcess process;

    private BirdRouter(RunningLab lab, LabProcess process) => (this.lab, this.process) = (lab, process);

    /// <summary>Ends FRR, of which no route stays, and starts BIRD.</summary>
    public static async Task<BirdRouter> ReplaceAsync(RunningLab lab, CancellationToken cancel)
    {
        foreach (var daemon in lab.Record.Content.Processes.Where(process => process.Name is "bgpd" or "zebra").ToList())
        {
            await lab.Processes.StopAsync(daemon, kill: false, cancel);
        }

        var settings = Path.Combine(lab.Record.Folder, "bird.conf");
        await File.WriteAllTextAsync(settings, Settings(lab.Plan), cancel);
        return new BirdRouter(lab, lab.Processes.Start("bird", lab.Plan.Router, ["bird", "-f", "-c", settings, "-s", settings + ".ctl", "-P", settings + ".pid"]));
    }

    /// <summary>Waits until the forwarding table has that many ways to what BGP has brought.</summary>
    public Task ExpectAsync(int nextHops, CancellationToken cancel) => Eventually.TrueAsync(
        async () =>
        {
            var routes = await Tool.RunAsync("ip", ["-n", lab.Plan.Router, "route", "show", "proto", "bird"], cancel);
            return routes.Split(' ', '\n').Count(word => word == "via") == nextHops;
        },
        Patience,
        $"BIRD has {nextHops} ways",
        cancel);

    public async ValueTask DisposeAsync() => await lab.Processes.StopAsync(process, kill: true, CancellationToken.None);

    private static string Settings(LabPlan plan) => $$"""
        router id {{LabPlan.RouterLanAddress}};
        protocol device { scan time 2; }
        protocol direct { ipv4; }
        protocol kernel { merge paths on; ipv4 { import none; export where source = RTS_BGP; }; }
        filter pool {
          if net !~ [ 10.90.0.0/24{32,32} ] then reject;
          if (65535, 0) ~ bgp_community then bgp_local_pref = 0;
          accept;
        }
        {{string.Concat(plan.Nodes.Select(node => $$"""
        protocol bgp {{node.Name}} {
          local {{LabPlan.RouterLanAddress}} as {{LabPlan.RouterAs}};
          neighbor {{node.LanAddress}} as {{LabPlan.ClusterAs}};
          passive on;
          hold time 9;
          error wait time 1, 2;
          graceful restart aware;
          ipv4 { import filter pool; export none; };
        }

        """))}}
        """;
}
