using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Bgp;

/// <summary>A BGP speaker that announces a number of routes to the bed's router, in the configuration language of its make.</summary>
/// <param name="Name">bird, exabgp or gobgp.</param>
internal sealed record Contender(string Name)
{
    public static IReadOnlyList<Contender> All { get; } = [new("exabgp"), new("bird"), new("gobgp")];

    /// <summary>Starts it; its routes are in its configuration, or, with GoBGP, which takes none there, are added at once.</summary>
    public async Task<LabProcess> StartAsync(BgpBed bed, int routes, CancellationToken cancel)
    {
        var settings = Path.Combine(bed.Folder, Name + ".conf");
        await File.WriteAllTextAsync(settings, Settings(routes), cancel);
        switch (Name)
        {
            case "bird":
                return bed.Processes.Start(Name, bed.Node, ["bird", "-f", "-c", settings, "-s", settings + ".ctl", "-P", settings + ".pid"]);
            case "exabgp":
                return bed.Processes.Start(Name, bed.Node, ["env", "exabgp.daemon.user=root", "exabgp.api.cli=false", "exabgp.log.level=CRITICAL", "exabgp", settings]);
            default:
                var table = settings + ".mrt";
                await File.WriteAllBytesAsync(table, MrtTable.Of(Enumerable.Range(0, routes).Select(BgpBed.AddressOf), BgpBed.NodeAddress), cancel);
                var started = bed.Processes.Start(Name, bed.Node, ["gobgpd", "-t", "toml", "-f", settings, "--api-hosts", "127.0.0.1:50051"]);
                await Eventually.TrueAsync(
                    async () => (await Tool.TryRunAsync("ip", ["netns", "exec", bed.Node, "gobgp", "mrt", "inject", "global", "--nexthop", BgpBed.NodeAddress, table], cancel)).ExitCode == 0,
                    TimeSpan.FromSeconds(30), "gobgpd takes the routes", cancel);
                return started;
        }
    }

    private string Settings(int routes)
    {
        var prefixes = Enumerable.Range(0, routes).Select(number => BgpBed.AddressOf(number) + "/32");
        return Name switch
        {
            "bird" => $$"""
                router id {{BgpBed.NodeAddress}};
                protocol device { }
                protocol static { ipv4; {{string.Concat(prefixes.Select(prefix => $"route {prefix} blackhole;\n"))}} }
                protocol bgp router {
                  local {{BgpBed.NodeAddress}} as {{BgpBed.NodeAs}};
                  neighbor {{BgpBed.RouterAddress}} as {{BgpBed.RouterAs}};
                  connect delay time 0; connect retry time 1;
                  ipv4 { import none; export all; };
                }

                """,
            "exabgp" => $$"""
                neighbor {{BgpBed.RouterAddress}} {
                  router-id {{BgpBed.NodeAddress}};
                  local-address {{BgpBed.NodeAddress}};
                  local-as {{BgpBed.NodeAs}};
                  peer-as {{BgpBed.RouterAs}};
                  static { {{string.Concat(prefixes.Select(prefix => $"route {prefix} next-hop self;\n"))}} }
                }

                """,
            _ => $"""
                [global.config]
                  as = {BgpBed.NodeAs}
                  router-id = "{BgpBed.NodeAddress}"
                  port = -1
                [[neighbors]]
                  [neighbors.config]
                    neighbor-address = "{BgpBed.RouterAddress}"
                    peer-as = {BgpBed.RouterAs}
                  [neighbors.timers.config]
                    connect-retry = 1
                    idle-hold-time-after-reset = 1

                """,
        };
    }
}
