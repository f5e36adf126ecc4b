using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Tests.Client;

public sealed class KubeconfigTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lb-kubeconfig-").FullName;

    [Fact]
    public void The_context_that_is_asked_for_counts_else_the_current_one()
    {
        var file = Write("token: secret");
        Assert.Equal(("https://192.0.2.1:6443", "secret", "shop"), Of(ClusterConfiguration.Load(file)));
        Assert.Equal(("http://127.0.0.1:8080/", null, null), Of(ClusterConfiguration.LoadForUser(file, "other")));

        static (string, string?, string?) Of(KubernetesClientConfiguration read) => (read.Host, read.AccessToken, read.Namespace);
    }

    [Theory]
    [InlineData("context", "it has no context 'context'")]
    [InlineData("lost", "it has no cluster 'nowhere', which context 'lost' names")]
    [InlineData("stranger", "it has no user 'nobody', which context 'stranger' names")]
    public void What_is_missing_is_named(string context, string words)
    {
        var refused = Assert.Throws<ClusterConfigurationException>(() => ClusterConfiguration.LoadForUser(Write("token: secret"), context));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_looked_for_beside_the_kubeconfig()
    {
        var read = ClusterConfiguration.Load(Write("{client-certificate: me.crt, client-key: keys/me.key}"));
        Assert.Equal((Path.Combine(folder, "me.crt"), Path.Combine(folder, "keys", "me.key")), (read.ClientCertificateFilePath, read.ClientKeyFilePath));
    }

    [Fact]
    public async Task A_credential_plugin_gives_the_token_and_is_asked_anew_when_it_ends()
    {
        var asked = Path.Combine(folder, "asked");
        var read = ClusterConfiguration.Load(Write(Plugin($"echo x >> {asked}; echo '{{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{{\"token\":\"t-1\",\"expirationTimestamp\":\"2020-01-01T00:00:00Z\"}}}}'")));
        Assert.Equal("Bearer t-1", (await read.TokenProvider.GetAuthenticationHeaderAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.Equal(2, File.ReadAllLines(asked).Length);
    }

    [Fact]
    public async Task An_answer_without_end_is_asked_for_once()
    {
        var asked = Path.Combine(folder, "asked");
        var read = ClusterConfiguration.Load(Write(Plugin($"echo x >> {asked}; echo '{{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{{\"token\":\"t-1\"}}}}'")));
        Assert.Equal("Bearer t-1", (await read.TokenProvider.GetAuthenticationHeaderAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.Single(File.ReadAllLines(asked));
    }

    [Theory]
    [InlineData("exit 7", "ended with 7")]
    [InlineData("echo nonsense", "answers nonsense")]
    [InlineData("echo '{\"apiVersion\":\"v0\"}'", "answers in 'v0'")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'", "neither a token nor a certificate")]
    public void A_credential_plugin_that_is_of_no_use_is_told(string script, string words)
    {
        var refused = Assert.Throws<ClusterConfigurationException>(() => ClusterConfiguration.Load(Write(Plugin(script))));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ours", "localhost", true)]
    [InlineData("ours", "elsewhere.test", false)]
    [InlineData("a stranger's", "localhost", false)]
    public async Task A_server_is_trusted_when_the_authority_is_ours_and_the_name_is_its_own(string authority, string name, bool isTrusted)
    {
        using var ours = Authority();
        using var stranger = Authority();
        using var shown = Leaf(authority == "ours" ? ours : stranger, name);
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, shown);
        var configuration = new KubernetesClientConfiguration { Host = $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}", SslCaCerts = [ours] };
        using var transport = new ClusterTransport(configuration, _ => { }, []);
        var call = transport.Http.GetStringAsync(transport.Server, TestContext.Current.CancellationToken);
        if (isTrusted)
        {
            Assert.Equal("ok", await call);
        }
        else
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => call);
        }

        await serving;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task ServeAsync(System.Net.Sockets.TcpListener listener, X509Certificate2 shown)
    {
        using var socket = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(socket.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(shown);
            _ = await tls.ReadAtLeastAsync(new byte[4096], minimumBytes: 16);
            await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"u8.ToArray());
        }
        catch (Exception left) when (left is IOException or System.Security.Authentication.AuthenticationException)
        {
            // Who does not trust us hangs up.
        }
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=authority {Guid.NewGuid()}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(authority, DateTimeOffset.UtcNow.AddMinutes(-30), DateTimeOffset.UtcNow.AddMinutes(30), [1, 2, 3]);
        return bare.CopyWithPrivateKey(key);
    }

    private string Plugin(string script)
    {
        var file = Path.Combine(folder, "plugin");
        File.WriteAllText(file, script);
        return $"{{exec: {{apiVersion: client.authentication.k8s.io/v1, command: sh, args: [{file}]}}}}";
    }

    private string Write(string user)
    {
        var (file, fields) = (Path.Combine(folder, "config"), user.StartsWith('{') ? user : '{' + user + '}');
        File.WriteAllText(
            file,
            $$$"""
            apiVersion: v1
            kind: Config
            current-context: here
            contexts:
            - {name: here, context: {cluster: one, user: me, namespace: shop}}
            - {name: other, context: {cluster: everywhere}}
            - {name: lost, context: {cluster: nowhere}}
            - {name: stranger, context: {cluster: one, user: nobody}}
            clusters:
            - {name: one, cluster: {server: "https://192.0.2.1:6443", insecure-skip-tls-verify: true}}
            - {name: everywhere, cluster: {server: "http://0.0.0.0:8080"}}
            users:
            - name: me
              user: {{{fields}}}
            """);
        return file;
    }
}
