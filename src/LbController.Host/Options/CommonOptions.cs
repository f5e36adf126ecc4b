using System.CommandLine;
using System.Globalization;

namespace LbController.Host.Options;

/// <summary>The options that both roles take; names and environment variables are those that MetalLB's users know.</summary>
internal sealed class CommonOptions
{
    private const string NamespaceFile = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

    public Option<FileInfo?> Kubeconfig { get; } = new("--kubeconfig") { Description = "Kubeconfig file; without it the in-cluster configuration is used." };

    public Option<string> Namespace { get; } = new("--namespace")
    {
        Description = "Namespace of the configuration and of our own objects (METALLB_NAMESPACE, else that of the ServiceAccount).",
        DefaultValueFactory = _ => FromEnvironment("METALLB_NAMESPACE", File.Exists(NamespaceFile) ? File.ReadAllText(NamespaceFile).Trim() : "metallb-system"),
    };

    public Option<string> LoadBalancerClass { get; } = new("--lb-class")
    {
        Description = "Serve only Services with exactly this spec.loadBalancerClass; empty: only those without a class.",
        DefaultValueFactory = _ => "",
    };

    public Option<int> Port { get; } = new("--port") { Description = "Port for metrics; 0 turns them off.", DefaultValueFactory = _ => 9120 };

    public Option<int> HealthProbePort { get; } = new("--health-probe-port")
    {
        Description = "Port for /healthz and /readyz; 0 turns them off.",
        DefaultValueFactory = _ => 17472,
    };

    public Option<string> LogLevel { get; } = new("--log-level") { Description = "How much to log.", DefaultValueFactory = _ => "info" };

    public Option<string> PodName { get; } = new("--pod-name")
    {
        Description = "Name of the own Pod (METALLB_POD_NAME): the owner of the status objects written.",
        DefaultValueFactory = _ => FromEnvironment("METALLB_POD_NAME", ""),
    };

    public Option<string> PodUid { get; } = new("--pod-uid")
    {
        Description = "Its uid (METALLB_POD_UID): with both, what was written about this node goes when the Pod goes.",
        DefaultValueFactory = _ => FromEnvironment("METALLB_POD_UID", ""),
    };

    public Option<string> RecordingFolder { get; } = new("--recording-dir")
    {
        Description = "Folder for what last went into the program and came out of it, written on SIGUSR1, when a probe first finds it ill, and when it breaks; empty: nowhere.",
        DefaultValueFactory = _ => "",
    };

    private readonly MetricsOptionSet metrics = new();

    public CommonOptions()
    {
        LogLevel.AcceptOnlyFromAmong("all", "debug", "info", "warn", "error", "none");
        RequirePort(Port);
        RequirePort(HealthProbePort);
    }

    public static string FromEnvironment(string name, string otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;

    public static void RequirePort(Option<int> option) => option.Validators.Add(result =>
    {
        // What is no number cannot be read as a value: that would throw.
        var isNumber = result.Tokens is not [var token, ..] || int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        if (!isNumber || result.GetValueOrDefault<int>() is < 0 or > 65535)
        {
            result.AddError($"{option.Name} takes a port from 0 to 65535.");
        }
    });

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Kubeconfig, Namespace, LoadBalancerClass, Port, HealthProbePort, LogLevel, PodName, PodUid, RecordingFolder })
        {
            command.Options.Add(option);
        }

        metrics.AddTo(command);
    }

    public CommonSettings Read(ParseResult result) => new(
        result.GetValue(Kubeconfig)?.FullName,
        result.GetValue(Namespace)!,
        result.GetValue(LoadBalancerClass) is { Length: > 0 } text ? text : null,
        metrics.Read(result, result.GetValue(Port)),
        result.GetValue(HealthProbePort),
        result.GetValue(LogLevel)!,
        result.GetValue(PodName)!)
    {
        PodUid = result.GetValue(PodUid)!,
        RecordingFolder = result.GetValue(RecordingFolder)!,
    };
}
