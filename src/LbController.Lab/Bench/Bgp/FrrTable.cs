using System.Text.Json.Nodes;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Bgp;

/// <summary>FRR as the bed's router, waiting for whoever dials, and what its table says.</summary>
internal sealed class FrrTable(BgpBed bed)
{
    private const string Daemons = "/usr/lib/frr";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<LabProcess> running = [];

    private string Folder => Path.Combine(bed.Folder, "frr");

    public async Task StartAsync(CancellationToken cancel, params string[] daemons)
    {
        Directory.CreateDirectory(Folder);
        var settings = Path.Combine(Folder, "frr.conf");
        await File.WriteAllTextAsync(settings, Settings(daemons.Contains("bfdd")), cancel);
        await Tool.RunAsync("chown", ["-R", "frr:frr", Folder], cancel);
        foreach (var daemon in daemons)
        {
            File.Delete(Path.Combine(Folder, daemon + ".vty"));
            string[] more = daemon == "bfdd" ? ["--bfdctl", $"{Folder}/bfdd.sock"] : [];
            running.Add(bed.Processes.Start(daemon, bed.Router,
            [
                Path.Combine(Daemons, daemon), "-f", settings, "-i", $"{Folder}/{daemon}.pid", "-z", $"{Folder}/zserv.api", "--vty_socket", Folder, "-u", "frr", "-g", "frr", .. more,
            ]));
            await Eventually.TrueAsync(() => Task.FromResult(File.Exists($"{Folder}/{daemon}.vty")), Patience, $"{daemon} listens", cancel);
        }
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        foreach (var daemon in running)
        {
            await bed.Processes.StopAsync(daemon, kill: true, cancel);
        }

        running.Clear();
    }

    /// <summary>How many prefixes the table holds.</summary>
    public async Task<int> CountAsync(CancellationToken cancel)
    {
        var answer = await Tool.RunAsync("vtysh", ["--vty_socket", Folder, "-c", "show bgp ipv4 unicast summary json"], cancel);
        return (int?)JsonNode.Parse(answer)?["peers"]?[BgpBed.NodeAddress]?["pfxRcd"] ?? 0;
    }

    /// <summary>What FRR's own BFD says of the node.</summary>
    public async Task<string> BfdAsync(CancellationToken cancel)
    {
        var peers = JsonNode.Parse(await Tool.RunAsync("vtysh", ["--vty_socket", Folder, "-c", "show bfd peers json"], cancel)) as JsonArray;
        return (string?)peers?.FirstOrDefault()?["status"] ?? "";
    }

    /// <summary>The daemon of a name.</summary>
    public LabProcess Daemon(string name) => running.Single(process => process.Name == name);

    private static string Settings(bool hasBfd) => $"""
        {(hasBfd ? $"bfd\n peer {BgpBed.NodeAddress}\n  transmit-interval 50\n  receive-interval 50\n  detect-multiplier 3\n" : "")}
        router bgp {BgpBed.RouterAs}
         bgp router-id {BgpBed.RouterAddress}
         no bgp ebgp-requires-policy
         neighbor {BgpBed.NodeAddress} remote-as {BgpBed.NodeAs}
         neighbor {BgpBed.NodeAddress} passive

        """;
}
