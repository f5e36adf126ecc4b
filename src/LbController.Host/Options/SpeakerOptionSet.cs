using System.CommandLine;
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

    public SpeakerOptionSet()
    {
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
        foreach (var option in new Option[] { nodeName, ignoreExcludeLabel, bindAddress, bindPort, keyPath, excludedInterfaces })
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
        result.GetValue(excludedInterfaces)!);
}
