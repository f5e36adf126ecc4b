using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LbController.Kubernetes.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LbController.Kubernetes.Tests.Client;

/// <summary>The client on a real connection, from a kubeconfig.</summary>
public sealed class LoopbackApiTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("lb-kubeconfig-").FullName;
    private readonly ConcurrentQueue<string> authorizations = new();
    private readonly ConcurrentQueue<string> protocols = new();
    private readonly X509Certificate2 certificate = SelfSigned();
    private WebApplication? server;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate));
        });
        server = builder.Build();
        server.MapGet("/api/v1/nodes", AnswerAsync);
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server!.DisposeAsync();
        certificate.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Address_and_token_come_from_the_kubeconfig()
    {
        using var client = ClusterClient.Connect(WriteKubeconfig("http:", "a-token"), TimeProvider.System);

        var answer = await client.CallAsync(HttpMethod.Get, "api/v1/nodes", body: null, CancellationToken.None);

        Assert.True(answer.IsSuccess);
        Assert.Equal(["Bearer a-token"], authorizations);
    }

    [Fact]
    public async Task A_watch_is_open_as_soon_as_the_headers_are_there()
    {
        using var client = ClusterClient.Connect(WriteKubeconfig("http:", "a-token"), TimeProvider.System);

        using var response = await client.OpenAsync("api/v1/nodes?watch=true", CancellationToken.None);

        Assert.Equal(StatusCodes.Status200OK, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_server_is_trusted_by_the_authority_in_the_kubeconfig_and_spoken_to_in_HTTP_2()
    {
        var authority = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        using var client = ClusterClient.Connect(
            WriteKubeconfig("https:", "a-token", $", certificate-authority-data: {authority}"), TimeProvider.System);

        var answer = await client.CallAsync(HttpMethod.Get, "api/v1/nodes", body: null, CancellationToken.None);

        Assert.True(answer.IsSuccess);
        Assert.Equal(["HTTP/2"], protocols);
    }

    [Fact]
    public async Task A_server_that_nobody_vouches_for_gets_no_token()
    {
        using var client = ClusterClient.Connect(WriteKubeconfig("https:", "a-token"), TimeProvider.System);

        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.CallAsync(HttpMethod.Get, "api/v1/nodes", body: null, CancellationToken.None));

        Assert.Empty(authorizations);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=api.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        protocols.Enqueue(context.Request.Protocol);
        authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        if (!context.Request.Query.ContainsKey("watch"))
        {
            await context.Response.WriteAsync("""{"kind":"NodeList","items":[]}""");
            return;
        }

        await context.Response.Body.FlushAsync();
        var ended = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(ended.SetResult);
        await ended.Task;
    }

    private string WriteKubeconfig(string scheme, string token, string trust = "")
    {
        var file = Path.Combine(folder, "config");
        File.WriteAllText(file, $$$"""
            apiVersion: v1
            kind: Config
            current-context: lab
            clusters: [{name: lab, cluster: {server: "{{{server!.Urls.First(url => url.StartsWith(scheme, StringComparison.Ordinal))}}}"{{{trust}}} }}]
            users: [{name: lab, user: {token: "{{{token}}}"}}]
            contexts: [{name: lab, context: {cluster: lab, user: lab}}]
            """);
        return file;
    }
}
