using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LbController.Lab.Tests.ApiServer.Webhooks;

/// <summary>A validating webhook behind the Service <c>hook</c>, whose answer the test gives.</summary>
internal sealed class AskedWebhook : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly X509Certificate2 certificate;

    private AskedWebhook(WebApplication web, X509Certificate2 certificate)
    {
        this.web = web;
        this.certificate = certificate;
    }

    public List<JsonNode> Reviews { get; } = [];

    /// <summary>The <c>response</c> without its uid.</summary>
    public Func<JsonNode, string> Answer { get; set; } = _ => """{"allowed":true}""";

    public string Bundle => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));

    private int Port => new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public static async Task<AskedWebhook> StartAsync(RunningApi api)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=hook", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName($"hook.{RunningApi.Space}.svc");
        request.CertificateExtensions.Add(names.Build());
        var shown = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener =>
            listener.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = shown })));
        var hook = new AskedWebhook(builder.Build(), shown);
        hook.web.Run(hook.HandleAsync);
        await hook.web.StartAsync(RunningApi.Cancel);
        await hook.PublishAsync(api);
        return hook;
    }

    /// <summary>The configuration that asks it about pools.</summary>
    public string Configuration(string more = "", string? bundle = null) => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: hooks}
        webhooks:
        - name: pools.example.com
          admissionReviewVersions: [v1]
          sideEffects: None
          clientConfig: {caBundle: {{bundle ?? Bundle}}, service: {name: hook, namespace: {{RunningApi.Space}}, path: /judge} }
          rules: [{apiGroups: [metallb.io], apiVersions: ["*"], operations: [CREATE, UPDATE, DELETE], resources: [ipaddresspools]}]
          {{more}}
        """;

    public async ValueTask DisposeAsync()
    {
        await web.StopAsync(CancellationToken.None);
        await web.DisposeAsync();
        certificate.Dispose();
    }

    private async Task PublishAsync(RunningApi api)
    {
        var service = await api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{RunningApi.Space}/services", "apiVersion: v1\nkind: Service\nmetadata: {name: hook}\nspec: {ports: [{name: https, port: 443}]}");
        Assert.Equal(HttpStatusCode.Created, service.Code);
        var slice = await api.SendAsync(HttpMethod.Post, $"/apis/discovery.k8s.io/v1/namespaces/{RunningApi.Space}/endpointslices", $$"""
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: hook-1, labels: {kubernetes.io/service-name: hook} }
            addressType: IPv4
            ports: [{name: https, port: {{Port}}, protocol: TCP}]
            endpoints: [{addresses: [127.0.0.1], conditions: {ready: true} }]
            """);
        Assert.Equal(HttpStatusCode.Created, slice.Code);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var review = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        Reviews.Add(review);
        var response = JsonNode.Parse(Answer(review))!;
        response["uid"] = (string)review["request"]!["uid"]!;
        var body = new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response };
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
