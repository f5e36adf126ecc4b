using System.CommandLine;
using System.Security.Authentication;

namespace LbController.Host.Options;

/// <summary>The options about who may read the metrics, and how.</summary>
internal sealed class MetricsOptionSet
{
    private readonly Option<string> scheme = new("--metrics-scheme")
    {
        Description = "https: only for ServiceAccounts that may get the path /metrics; http: for everybody who reaches the port.",
        DefaultValueFactory = _ => "https",
    };

    private readonly Option<DirectoryInfo?> certificates = new("--metrics-cert-dir")
    {
        Description = "Folder with tls.crt and tls.key for the metrics; without it the certificate is self-signed.",
    };

    private readonly Option<string> leastVersion = new("--tls-min-version")
    {
        Description = "The oldest version of TLS that is spoken: 1.2 or 1.3.",
        DefaultValueFactory = _ => "1.3",
    };

    public MetricsOptionSet()
    {
        scheme.AcceptOnlyFromAmong("https", "http");
        leastVersion.AcceptOnlyFromAmong("1.2", "1.3", "VersionTLS12", "VersionTLS13");
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { scheme, certificates, leastVersion })
        {
            command.Options.Add(option);
        }
    }

    public MetricsSettings Read(ParseResult result, int port) => new(
        port,
        result.GetValue(scheme) == "https",
        result.GetValue(certificates)?.FullName,
        result.GetValue(leastVersion)!.EndsWith('2') ? SslProtocols.Tls12 | SslProtocols.Tls13 : SslProtocols.Tls13);
}
