using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Authentication;

namespace LbController.Kubernetes.Client;

/// <summary>
/// Connections to an API server as a configuration describes it: trust, client certificate, token. The client library's own client would bring all kinds
/// of the API into a compiled program, and overlooks that a certificate is for another name.
/// </summary>
internal sealed class ClusterTransport : IDisposable
{
    private readonly ServiceClientCredentials? credentials;
    private readonly X509Certificate2? certificate;

    /// <param name="configuration">See <see cref="ClusterConfiguration.Load"/>.</param>
    /// <param name="tune">Sets deadlines and the like.</param>
    /// <param name="handlers">Put before the transport, outermost first.</param>
    public ClusterTransport(KubernetesClientConfiguration configuration, Action<SocketsHttpHandler> tune, IReadOnlyList<DelegatingHandler> handlers)
    {
        Server = new Uri(configuration.Host);
        credentials = k8s.Kubernetes.CreateCredentials(configuration);
        certificate = CertificateOf(configuration);
        var sockets = new SocketsHttpHandler { SslOptions = TlsOf(configuration) };
        tune(sockets);
        HttpMessageHandler first = sockets;
        foreach (var handler in handlers.Reverse())
        {
            handler.InnerHandler = first;
            first = handler;
        }

        // Every call has a deadline of its own; the client's would cut the reading of long answers by the wall clock.
        Http = new HttpClient(first) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Server { get; }

    public HttpClient Http { get; }

    /// <summary>Says in a request who we are.</summary>
    public Task IdentifyAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        credentials?.ProcessHttpRequestAsync(request, cancellation) ?? Task.CompletedTask;

    public void Dispose()
    {
        Http.Dispose();
        certificate?.Dispose();
    }

    private static X509Certificate2? CertificateOf(KubernetesClientConfiguration configuration)
    {
        var shown = Text(configuration.ClientCertificateData, configuration.ClientCertificateFilePath);
        var key = Text(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath);
        return shown is null || key is null ? null : X509Certificate2.CreateFromPem(shown, key);

        static string? Text(string? base64, string? path) =>
            base64 is not null ? Encoding.ASCII.GetString(Convert.FromBase64String(base64))
            : path is not null ? File.ReadAllText(path)
            : null;
    }

    private SslClientAuthenticationOptions TlsOf(KubernetesClientConfiguration configuration)
    {
        var options = new SslClientAuthenticationOptions { ClientCertificates = certificate is null ? [] : [certificate] };
        if (!string.IsNullOrEmpty(configuration.TlsServerName))
        {
            options.TargetHost = configuration.TlsServerName;
        }

        if (configuration.SkipTlsVerify)
        {
#pragma warning disable CA5359 // The user says so: insecure-skip-tls-verify.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (configuration.SslCaCerts is { } authorities)
        {
            options.RemoteCertificateValidationCallback = (sender, shown, chain, errors) =>
                !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                && k8s.Kubernetes.CertificateValidationCallBack(sender, authorities, shown!, chain!, errors);
        }

        return options;
    }
}
