using System.CommandLine;
using LbController.Kubernetes.Client;

namespace LbController.Cli.Options;

/// <summary>The options of every command that looks at a cluster.</summary>
internal sealed class ClusterOptions
{
    private const string DefaultNamespace = "metallb-system";

    private readonly Option<string?> kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig file; without it that of KUBECONFIG, then ~/.kube/config, then the Pod's service account.",
        HelpName = "FILE",
    };

    private readonly Option<string?> context = new("--context") { Description = "The context of the kubeconfig to use.", HelpName = "NAME" };

    private readonly Option<string?> @namespace = new("--namespace", "-n")
    {
        Description = $"Where LbController and its configuration live; without it METALLB_NAMESPACE, then {DefaultNamespace}.",
        HelpName = "NAME",
    };

    private readonly Option<string?> loadBalancerClass = new("--lb-class") { Description = "The loadBalancerClass that LbController serves, as in its own --lb-class.", HelpName = "CLASS" };

    private readonly Option<OutputFormat> output = new("--output", "-o") { Description = "table, json or yaml.", HelpName = "FORMAT" };

    public void AddTo(Command command)
    {
        command.Options.Add(kubeconfig);
        command.Options.Add(context);
        command.Options.Add(@namespace);
        command.Options.Add(loadBalancerClass);
        command.Options.Add(output);
    }

    public OutputFormat Format(ParseResult parsed) => parsed.GetValue(output);

    public string? LoadBalancerClass(ParseResult parsed) => parsed.GetValue(loadBalancerClass);

    public string Namespace(ParseResult parsed) =>
        parsed.GetValue(@namespace) ?? (Environment.GetEnvironmentVariable("METALLB_NAMESPACE") is { Length: > 0 } own ? own : DefaultNamespace);

    /// <exception cref="ClusterConfigurationException">No usable kubeconfig.</exception>
    public ClusterClient Connect(ParseResult parsed) =>
        new(ClusterConfiguration.LoadForUser(parsed.GetValue(kubeconfig), parsed.GetValue(context)), new ClusterTimings { Connect = TimeSpan.FromSeconds(5), Retries = 1 }, TimeProvider.System);
}
