using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.KubeConfigModels;

namespace LbController.Kubernetes.Client;

/// <summary>
/// A kubeconfig file as the way to an API server. The client library could do this, too, but what it reads a credential plugin's answer with would bring
/// all kinds of the API into a compiled program.
/// </summary>
internal static class Kubeconfig
{
    /// <param name="file">The file.</param>
    /// <param name="context">The context; null: the current one.</param>
    /// <exception cref="FormatException">The file lacks something.</exception>
    public static KubernetesClientConfiguration Read(string file, string? context)
    {
        var all = KubernetesClientConfiguration.LoadKubeConfig(file);
        var name = context ?? all.CurrentContext ?? throw new FormatException("it has no current-context");
        var details = (all.Contexts ?? []).FirstOrDefault(item => item.Name == name)?.ContextDetails ?? throw new FormatException($"it has no context '{name}'");
        var cluster = (all.Clusters ?? []).FirstOrDefault(item => item.Name == details.Cluster)?.ClusterEndpoint
            ?? throw new FormatException($"it has no cluster '{details.Cluster}', which context '{name}' names");
        var configuration = new KubernetesClientConfiguration
        {
            Host = ServerOf(cluster),
            Namespace = details.Namespace,
            SkipTlsVerify = cluster.SkipTlsVerify,
            TlsServerName = cluster.TlsServerName,
            SslCaCerts = AuthoritiesOf(cluster, path => PathOf(file, path)),
        };
        if (!string.IsNullOrEmpty(details.User))
        {
            var user = (all.Users ?? []).FirstOrDefault(item => item.Name == details.User)?.UserCredentials
                ?? throw new FormatException($"it has no user '{details.User}', which context '{name}' names");
            Identify(configuration, user, path => PathOf(file, path));
        }

        return configuration;
    }

    private static string ServerOf(ClusterEndpoint cluster)
    {
        if (!Uri.TryCreate(cluster.Server, UriKind.Absolute, out var uri))
        {
            throw new FormatException($"'{cluster.Server}' is no address of a server");
        }

        // Where a server listens on all addresses, it is met on the loopback.
        var everywhere = IPAddress.TryParse(uri.Host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
        return everywhere ? new UriBuilder(uri) { Host = uri.HostNameType == UriHostNameType.IPv6 ? "[::1]" : "127.0.0.1" }.ToString() : cluster.Server;
    }

    private static X509Certificate2Collection? AuthoritiesOf(ClusterEndpoint cluster, Func<string, string> pathOf)
    {
        if (!string.IsNullOrEmpty(cluster.CertificateAuthorityData))
        {
            return Authorities(Convert.FromBase64String(cluster.CertificateAuthorityData));
        }

        return string.IsNullOrEmpty(cluster.CertificateAuthority) ? null : Authorities(File.ReadAllBytes(pathOf(cluster.CertificateAuthority)));
    }

    private static X509Certificate2Collection Authorities(byte[] data)
    {
        var text = Encoding.UTF8.GetString(data);
        var found = new X509Certificate2Collection();
        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            found.ImportFromPem(text);
        }
        else
        {
            found.Add(X509CertificateLoader.LoadCertificate(data));
        }

        return found;
    }

    private static void Identify(KubernetesClientConfiguration configuration, UserCredentials user, Func<string, string> pathOf)
    {
        configuration.AccessToken = NullIfEmpty(user.Token);
        configuration.Username = NullIfEmpty(user.UserName);
        configuration.Password = NullIfEmpty(user.Password);
        configuration.ClientCertificateData = NullIfEmpty(user.ClientCertificateData);
        configuration.ClientCertificateKeyData = NullIfEmpty(user.ClientKeyData);
        configuration.ClientCertificateFilePath = NullIfEmpty(user.ClientCertificate) is { } certificate ? pathOf(certificate) : null;
        configuration.ClientKeyFilePath = NullIfEmpty(user.ClientKey) is { } key ? pathOf(key) : null;
        if (user.AuthProvider is { } provider)
        {
            throw new FormatException($"its user says who it is by auth-provider '{provider.Name}', which Kubernetes has no more; name a credential plugin under exec");
        }

        if (user.ExternalExecution is not { } command)
        {
            return;
        }

        var plugin = new CredentialPlugin(command, TimeProvider.System);
        var answer = plugin.Ask();
        configuration.ClientCertificateData = AsBase64(answer.CertificatePem) ?? configuration.ClientCertificateData;
        configuration.ClientCertificateKeyData = AsBase64(answer.KeyPem) ?? configuration.ClientCertificateKeyData;
        configuration.TokenProvider = answer.Token is null ? null : plugin;
    }

    /// <summary>Paths in the file are seen from its folder.</summary>
    private static string PathOf(string file, string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(file))!);

    private static string? AsBase64(string? pem) => pem is null ? null : Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
