using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LbController.Kubernetes.Certificates;
using LbController.Kubernetes.Tests.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LbController.Kubernetes.Tests.Certificates;

public sealed class CertificateKeeperTests
{
    private const string SecretPath = "/api/v1/namespaces/lb/secrets/cert";
    private const string ConfigurationPath = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/hooks";

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private JsonObject? secret;
    private JsonObject? configuration = JsonNode.Parse("""{"metadata":{"name":"hooks","resourceVersion":"3"},"webhooks":[{"name":"a","clientConfig":{"service":{"name":"s"}}},{"name":"b","clientConfig":{"caBundle":"b2xk"}}]}""")!.AsObject();
    private bool losesRace;

    [Fact]
    public async Task The_first_look_makes_the_Secret_and_tells_whom_to_trust_and_the_second_writes_nothing()
    {
        var (keeper, api) = Keeper();
        await keeper.LookAsync(TestContext.Current.CancellationToken);

        Assert.True(keeper.Current!.MatchesHostname("hook.lb.svc"));
        Assert.All(configuration!["webhooks"]!.AsArray(), webhook => Assert.Equal(secret!["data"]!["ca.crt"]!.ToString(), webhook!["clientConfig"]!["caBundle"]!.ToString()));

        var requests = api.Requests.Count;
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(api.Requests.Skip(requests), request => request.Method != "GET");
    }

    [Fact]
    public async Task Another_replica_serves_with_the_same_certificate()
    {
        await Keeper().Keeper.LookAsync(TestContext.Current.CancellationToken);
        var other = Keeper().Keeper;
        await other.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Encoding.ASCII.GetString(Convert.FromBase64String(secret!["data"]!["tls.crt"]!.ToString())).Trim(), other.Current!.ExportCertificatePem());
    }

    [Fact]
    public async Task An_old_certificate_is_renewed_without_a_restart()
    {
        var (keeper, _) = Keeper();
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        var first = keeper.Current!.Thumbprint;
        time.Advance(TimeSpan.FromDays(250));
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(first, keeper.Current!.Thumbprint);
        Assert.True(keeper.Current.NotAfter.ToUniversalTime() > time.GetUtcNow().AddDays(360).UtcDateTime);
    }

    [Fact]
    public async Task Who_loses_the_race_reads_what_the_winner_has_written()
    {
        losesRace = true;
        var (keeper, _) = Keeper();
        await Assert.ThrowsAsync<HttpRequestException>(() => keeper.LookAsync(TestContext.Current.CancellationToken));
        Assert.Null(keeper.Current);
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(keeper.Current);
    }

    [Fact]
    public async Task Without_a_configuration_the_certificate_is_kept_all_the_same()
    {
        configuration = null;
        var (keeper, _) = Keeper();
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(keeper.Current);
    }

    private (CertificateKeeper Keeper, ScriptedApi Api) Keeper()
    {
        var api = ScriptedApi.Answering(Answer);
        return (new CertificateKeeper(api.Client(time), new WebhookNames("lb", "hook", "cert", "hooks"), time, NullLogger<CertificateKeeper>.Instance), api);
    }

    private HttpResponseMessage Answer(SeenRequest request)
    {
        switch (request.Method, request.Path)
        {
            case ("POST", "/api/v1/namespaces/lb/secrets") when losesRace:
                losesRace = false;
                return ScriptedApi.Failure(HttpStatusCode.Conflict);
            case ("POST" or "PATCH", SecretPath or "/api/v1/namespaces/lb/secrets"):
                secret = JsonNode.Parse(request.Body)!.AsObject();
                secret["metadata"]!["resourceVersion"] = "7";
                return ScriptedApi.Json(secret.ToJsonString(), HttpStatusCode.Created);
            case ("PUT", ConfigurationPath):
                configuration = JsonNode.Parse(request.Body)!.AsObject();
                return ScriptedApi.Json(request.Body);
            case ("GET", SecretPath) when secret is not null:
                return ScriptedApi.Json(secret.ToJsonString());
            case ("GET", ConfigurationPath) when configuration is not null:
                return ScriptedApi.Json(configuration.ToJsonString());
            default:
                return ScriptedApi.Failure(HttpStatusCode.NotFound);
        }
    }
}
