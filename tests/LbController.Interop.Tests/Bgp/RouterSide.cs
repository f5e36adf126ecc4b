using System.Text.Json.Nodes;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Bgp;

/// <summary>A real router of one of four makes in a namespace of its own, and what its own table says.</summary>
internal sealed class RouterSide(RouterCase at, string netns, string folder, LabProcesses processes)
{
    private const string FrrDaemons = "/usr/lib/frr";

    private string Heard => Path.Combine(folder, "heard");

    public RouterCase Case => at;

    public List<LabProcess> Daemons { get; } = [];

    public async Task StartAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var settings = Path.Combine(folder, "conf");
        switch (at.Daemon)
        {
            case "frr":
                await File.WriteAllTextAsync(settings, RouterSettings.Frr(at, folder), cancel);
                await Tool.RunAsync("chown", ["-R", "frr:frr", folder], cancel);
                string[] daemons = at.HasBfd ? ["zebra", "bfdd", "bgpd"] : ["zebra", "bgpd"];
                foreach (var daemon in daemons)
                {
                    string[] more = daemon == "bfdd" ? ["--bfdctl", $"{folder}/bfdd.sock"] : [];
                    Start(daemon, [Path.Combine(FrrDaemons, daemon), "-f", settings, "-i", $"{folder}/{daemon}.pid", "-z", $"{folder}/zserv.api", "--vty_socket", folder, "-u", "frr", "-g", "frr", .. more]);
                    await Eventually.TrueAsync(() => Task.FromResult(File.Exists($"{folder}/{daemon}.vty")), BgpLab.Patience, $"{daemon} of {at} listens", cancel);
                }

                break;
            case "bird":
                await File.WriteAllTextAsync(settings, RouterSettings.Bird(at), cancel);
                Start("bird", "bird", "-f", "-c", settings, "-s", $"{folder}/ctl", "-P", $"{folder}/pid");
                break;
            case "gobgp":
                await File.WriteAllTextAsync(settings, RouterSettings.Gobgp(at), cancel);
                Start("gobgpd", "gobgpd", "-t", "toml", "-f", settings, "--api-hosts", "127.0.0.1:50051");
                break;
            default:
                await StartExabgpAsync(settings, cancel);
                break;
        }
    }

    /// <summary>What the router knows of a prefix, as text that names next hop and communities; empty: nothing.</summary>
    public async Task<string> RouteAsync(string prefix, CancellationToken cancel)
    {
        var family = prefix.Contains(':', StringComparison.Ordinal) ? "ipv6" : "ipv4";
        switch (at.Daemon)
        {
            case "frr":
                var shown = await AskAsync(["vtysh", "--vty_socket", folder, "-c", $"show bgp {family} unicast {prefix} json"], cancel);
                return JsonNode.Parse(shown.Length > 0 ? shown : "{}")?["paths"]?.AsArray().FirstOrDefault(path => (bool?)path?["valid"] == true)?.ToJsonString() ?? "";
            case "bird":
                return BlockOf(await AskAsync(["birdc", "-s", $"{folder}/ctl", "show", "route", "all", prefix], cancel), prefix);
            case "gobgp":
                var rib = await AskAsync(["ip", "netns", "exec", netns, "gobgp", "global", "rib", "-a", family, "-j"], cancel);
                return rib.StartsWith('{') ? JsonNode.Parse(rib)?[prefix]?.ToJsonString() ?? "" : "";
            default:
                return File.Exists(Heard) ? HeardOf(await File.ReadAllLinesAsync(Heard, cancel), prefix) : "";
        }
    }

    /// <summary>What the router's BFD says of the session with us, in its own words; empty: there is none.</summary>
    public async Task<string> BfdStateAsync(CancellationToken cancel)
    {
        if (at.Daemon == "bird")
        {
            var sessions = await AskAsync(["birdc", "-s", $"{folder}/ctl", "show", "bfd", "sessions"], cancel);
            var line = sessions.Split('\n').FirstOrDefault(line => line.StartsWith(at.Source + " ", StringComparison.Ordinal));
            return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2].ToLowerInvariant() ?? "";
        }

        var peers = await AskAsync(["vtysh", "--vty_socket", folder, "-c", "show bfd peers json"], cancel);
        return (string?)(peers.StartsWith('[') ? JsonNode.Parse(peers)!.AsArray() : []).FirstOrDefault()?["status"] ?? "";
    }

    /// <summary>Asks for all routes again (RFC 2918).</summary>
    public Task RefreshAsync(CancellationToken cancel) => at.Daemon == "frr"
        ? AskAsync(["vtysh", "--vty_socket", folder, "-c", $"clear bgp ipv4 unicast {at.Source} soft in"], cancel)
        : AskAsync(["birdc", "-s", $"{folder}/ctl", "reload", "in", "speaker"], cancel);

    /// <summary>How many UPDATEs, with BIRD how many routes in them, the router has heard in the session.</summary>
    public async Task<long> RoutesHeardAsync(CancellationToken cancel)
    {
        if (at.Daemon == "frr")
        {
            var neighbour = JsonNode.Parse(await AskAsync(["vtysh", "--vty_socket", folder, "-c", $"show bgp neighbors {at.Source} json"], cancel));
            return (long)neighbour![at.Source]!["messageStats"]!["updatesRecv"]!;
        }

        var shown = await AskAsync(["birdc", "-s", $"{folder}/ctl", "show", "protocols", "all", "speaker"], cancel);
        var updates = shown.Split('\n').First(line => line.Contains("Import updates:", StringComparison.Ordinal));
        return long.Parse(updates.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task StartExabgpAsync(string settings, CancellationToken cancel)
    {
        var program = Path.Combine(folder, "hear");
        // The pipe does not block: programs that take "nothing yet" for an end, such as cat, would not do.
        await File.WriteAllTextAsync(program, $"while read -r line; do echo \"$line\" >> {Heard}; done\n", cancel);
        await File.WriteAllTextAsync(settings, RouterSettings.Exabgp(at, "/bin/sh " + program), cancel);
        Start("exabgp", "env", "exabgp.daemon.user=root", $"exabgp.tcp.bind={at.Listen}", "exabgp.tcp.port=179", "exabgp.api.cli=false", "exabgp.log.level=INFO", "exabgp", settings);
    }

    private void Start(string daemon, params string[] command) => Daemons.Add(processes.Start($"{at.Name}-{daemon}", netns, command));

    private static async Task<string> AskAsync(string[] command, CancellationToken cancel)
    {
        var answer = await Tool.TryRunAsync(command[0], command[1..], cancel);
        return answer.ExitCode == 0 ? answer.Output.Trim() : "";
    }

    /// <summary>A route and its attributes, which are indented below it.</summary>
    private static string BlockOf(string shown, string prefix)
    {
        var lines = shown.Split('\n').SkipWhile(line => !line.StartsWith(prefix + " ", StringComparison.Ordinal)).ToList();
        return string.Join('\n', lines.Take(1).Concat(lines.Skip(1).TakeWhile(line => line.StartsWith('\t') || line.StartsWith(' '))));
    }

    private static string HeardOf(IEnumerable<string> lines, string prefix)
    {
        var update = lines
            .Where(line => line.StartsWith('{'))
            .Select(line => JsonNode.Parse(line)?["neighbor"]?["message"]?["update"])
            .LastOrDefault(update => update?.ToJsonString().Contains($"\"{prefix}\"", StringComparison.Ordinal) == true);
        return update?["announce"] is null ? "" : update.ToJsonString();
    }
}
