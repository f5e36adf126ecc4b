using System.CommandLine;
using System.Globalization;
using System.Net;

namespace LbController.Host.Options;

/// <summary>The options that only the speaker takes.</summary>
internal sealed class SpeakerOptionSet
{
    private readonly Option<string> nodeName = new("--node-name")
    {
        Description = "Name of the Node this speaker runs on (METALLB_NODE_NAME); required.",
        DefaultValueFactory = _ => CommonOptions.FromEnvironment("METALLB_NODE_NAME", ""),
    };

    private readonly Option<bool> ignoreExcludeLabel = new("--ignore-exclude-lb")
    {
        Description = "Announce also from nodes labelled node.kubernetes.io/exclude-from-external-load-balancers.",
    };

    private readonly Option<string> bindAddress = new("--ml-bindaddr")
    {
        Description = "Only on the link that carries this address do speakers watch each other (METALLB_ML_BIND_ADDR); empty: on all that could announce.",
        DefaultValueFactory = _ => CommonOptions.FromEnvironment("METALLB_ML_BIND_ADDR", ""),
    };

    private readonly Option<int> bindPort = new("--ml-bindport")
    {
        Description = "UDP port for those datagrams (METALLB_ML_BIND_PORT); 0: speakers do not watch each other.",
        DefaultValueFactory = _ => int.TryParse(CommonOptions.FromEnvironment("METALLB_ML_BIND_PORT", "7946"), out var port) ? port : -1,
    };

    private readonly Option<string> keyPath = new("--ml-secret-key-path")
    {
        Description = "File or mounted Secret with the key that authenticates speakers to each other (METALLB_ML_SECRET_KEY_PATH).",
        DefaultValueFactory = _ => CommonOptions.FromEnvironment("METALLB_ML_SECRET_KEY_PATH", ""),
    };

    private readonly Option<string> excludedInterfaces = new("--exclude-interfaces-file")
    {
        Description = "YAML file that lists under announcedInterfacesToExclude, as regular expressions, which interfaces never announce.",
        DefaultValueFactory = _ => ExcludedInterfacesFile.DefaultPath,
    };

    private readonly Option<bool> cordonDrains = new("--drain-on-cordon")
    {
        Description = "A cordoned node hands its L2 addresses over as if it were drained.",
    };

    private readonly Option<int> rebalanceAfter = new("--l2-rebalance-after")
    {
        Description = "Seconds that the same nodes must have been there before L2 addresses move for balance or preference.",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<string> stateFolder = new("--state-dir")
    {
        Description = "Folder for the last state, from which a speaker goes on announcing when it starts without an API server; empty: none is kept.",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<int> stateMostAge = new("--state-max-age")
    {
        Description = "Hours after which a last state is too old to be used.",
        DefaultValueFactory = _ => 24,
    };

    private readonly Option<int> probes = new("--l2-probes")
    {
        Description = "How often, 100 ms apart, the wire is asked whether somebody has an address before it is announced for the first time; 0: not at all.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<int> burst = new("--l2-gratuitous-burst")
    {
        Description = "How often an L2 address is announced unasked when it is taken over.",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<int> refresh = new("--l2-gratuitous-refresh")
    {
        Description = "Seconds between two unasked announcements of an L2 address while it stays; 0: none.",
        DefaultValueFactory = _ => 300,
    };

    private readonly Option<int> checkEvery = new("--l2-check-every")
    {
        Description = "Seconds between two questions of another node whether an L2 address is answered by its owner alone; 0: nobody asks.",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<int> bgpListenPort = new("--bgp-listen-port")
    {
        Description = "TCP port on which the routers of BGPPeers may open sessions, too, 179 for most; 0: this node dials and never listens.",
        DefaultValueFactory = _ => 0,
    };

    public SpeakerOptionSet()
    {
        CommonOptions.RequirePort(bgpListenPort);
        RequireWhole(rebalanceAfter, least: 1);
        RequireWhole(stateMostAge, least: 1);
        RequireWhole(probes, least: 0, most: 10);
        RequireWhole(burst, least: 1, most: 100);
        RequireWhole(refresh, least: 0);
        RequireWhole(checkEvery, least: 0);
        CommonOptions.RequirePort(bindPort);
        nodeName.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError("The node's name is missing: give --node-name or set METALLB_NODE_NAME.");
            }
        });
        bindAddress.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { Length: > 0 } text && !IPAddress.TryParse(text, out _))
            {
                result.AddError($"--ml-bindaddr takes an IP address, not '{text}'.");
            }
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { nodeName, ignoreExcludeLabel, bindAddress, bindPort, keyPath, excludedInterfaces, cordonDrains, rebalanceAfter, stateFolder, stateMostAge, probes, burst, refresh, checkEvery, bgpListenPort })
        {
            command.Options.Add(option);
        }
    }

    public SpeakerSettings Read(ParseResult result) => new(
        result.GetValue(nodeName)!,
        result.GetValue(ignoreExcludeLabel),
        result.GetValue(bindAddress)!,
        result.GetValue(bindPort),
        result.GetValue(keyPath)!,
        result.GetValue(excludedInterfaces)!)
    {
        CordonDrains = result.GetValue(cordonDrains),
        RebalanceAfter = TimeSpan.FromSeconds(result.GetValue(rebalanceAfter)),
        StateFolder = result.GetValue(stateFolder)!,
        StateMostAge = TimeSpan.FromHours(result.GetValue(stateMostAge)),
        Probes = result.GetValue(probes),
        GratuitousBurst = result.GetValue(burst),
        GratuitousRefresh = TimeSpan.FromSeconds(result.GetValue(refresh)),
        BgpListenPort = result.GetValue(bgpListenPort),
        CheckAnswersEvery = TimeSpan.FromSeconds(result.GetValue(checkEvery)),
    };

    private static void RequireWhole(Option<int> option, int least, int most = 1_000_000) => option.Validators.Add(result =>
    {
        // What is no number cannot be read as a value: that would throw.
        var text = result.Tokens is [var token, ..] ? token.Value : null;
        if (text is not null && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most))
        {
            result.AddError($"{option.Name} takes a whole number from {least} to {most}, not '{text}'.");
        }
    });
}
