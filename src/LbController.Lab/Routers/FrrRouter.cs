using System.Text.Json.Nodes;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Routers;

/// <summary>FRR in the router's namespace: zebra and bgpd, started by hand in a folder of their own.</summary>
internal sealed class FrrRouter(LabPlan plan, string folder, LabProcesses processes)
{
    private const string Daemons = "/usr/lib/frr";

    public async Task StartAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var settings = Path.Combine(folder, "frr.conf");
        await File.WriteAllTextAsync(settings, FrrSettings.Write(plan, folder), cancel);
        await Tool.RunAsync("chown", ["-R", "frr:frr", folder], cancel);
        foreach (var daemon in new[] { "zebra", "bgpd" })
        {
            processes.Start(daemon, plan.Router,
            [
                Path.Combine(Daemons, daemon), "-f", settings, "-i", Path.Combine(folder, daemon + ".pid"),
                "-z", Path.Combine(folder, "zserv.api"), "--vty_socket", folder, "-u", "frr", "-g", "frr",
            ]);
            await Eventually.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(folder, daemon + ".vty"))), TimeSpan.FromSeconds(20), $"{daemon} listens", cancel);
        }
    }

    /// <summary>What vtysh answers.</summary>
    public Task<string> AskAsync(string question, CancellationToken cancel) =>
        Tool.RunAsync("vtysh", ["--vty_socket", folder, "-c", question], cancel);

    /// <summary>The next hops that the router's forwarding table holds for an address; none: no route.</summary>
    public async Task<IReadOnlyList<string>> NextHopsAsync(string address, CancellationToken cancel)
    {
        var answer = JsonNode.Parse(await AskAsync($"show ip route {address}/32 json", cancel)) as JsonObject;
        var routes = answer?[$"{address}/32"] as JsonArray ?? [];
        return
        [
            .. routes.Where(route => (string?)route?["protocol"] == "bgp" && (bool?)route["selected"] == true)
                .SelectMany(route => route!["nexthops"]!.AsArray())
                .Where(hop => (bool?)hop?["fib"] == true)
                .Select(hop => (string)hop!["ip"]!)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>How many sessions with nodes stand.</summary>
    public async Task<int> EstablishedAsync(CancellationToken cancel)
    {
        var answer = JsonNode.Parse(await AskAsync("show bgp ipv4 unicast summary json", cancel));
        var peers = answer?["peers"] as JsonObject ?? [];
        return peers.Count(peer => (string?)peer.Value?["state"] == "Established");
    }
}
