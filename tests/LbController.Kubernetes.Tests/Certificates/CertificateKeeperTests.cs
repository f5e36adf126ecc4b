using System.Net;
using System.Security.Cryptography.X509Certificates;
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
    private Func<Task>? afterSecretRead;
    private bool losesRace;
    private int version = 3;

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

    [Fact]
    public async Task A_new_authority_is_trusted_before_it_is_served_and_the_old_one_for_a_while_after()
    {
        var ((keeper, _), (other, _)) = (Keeper(), Keeper());
        await LookAsync(keeper, other);
        var (first, old) = (keeper.Current!.Thumbprint, Trusted());
        secret = null;

        Assert.False(await keeper.LookAsync(TestContext.Current.CancellationToken));
        Assert.Equal(first, keeper.Current.Thumbprint);
        Assert.Contains(old, Trusted(), StringComparison.Ordinal);
        Assert.All([keeper, other], AssertTrusted);

        time.Advance(TimeSpan.FromSeconds(5));
        await LookAsync(keeper, other);
        Assert.NotEqual(first, keeper.Current.Thumbprint);
        Assert.All([keeper, other], AssertTrusted);

        time.Advance(TrustBundle.Farewell);
        await LookAsync(keeper, other);
        Assert.DoesNotContain(old, Trusted(), StringComparison.Ordinal);
        Assert.All([keeper, other], AssertTrusted);
    }

    [Fact]
    public async Task A_replica_that_has_read_an_older_Secret_takes_no_new_authority_out_of_the_bundle()
    {
        var ((keeper, _), (other, _)) = (Keeper(), Keeper());
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        configuration!["webhooks"]!.AsArray().Add(JsonNode.Parse("""{"name":"c","clientConfig":{}}"""));
        afterSecretRead = async () =>
        {
            afterSecretRead = null;
            secret = null;
            time.Advance(TrustBundle.Farewell);
            await keeper.LookAsync(TestContext.Current.CancellationToken);
            await keeper.LookAsync(TestContext.Current.CancellationToken);
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => other.LookAsync(TestContext.Current.CancellationToken));
        AssertTrusted(keeper);
    }

    [Fact]
    public async Task A_bundle_that_somebody_emptied_is_filled_at_the_next_look()
    {
        var (keeper, _) = Keeper();
        await LookAsync(keeper);
        configuration!["webhooks"]![0]!["clientConfig"]!.AsObject().Remove("caBundle");
        await LookAsync(keeper);
        AssertTrusted(keeper);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(20 * 365)]
    public async Task A_clock_that_jumps_ahead_and_back_leaves_a_certificate_that_is_good_now(double days)
    {
        var ((keeper, _), (other, _)) = (Keeper(), Keeper());
        await LookAsync(keeper, other);
        var start = time.GetUtcNow();
        foreach (var moment in new[] { start.AddDays(days), start, start.AddDays(-days), start })
        {
            time.AdjustTime(moment);
            for (var look = 0; look < 3; look++)
            {
                await LookAsync(keeper, other);
                Assert.All([keeper, other], AssertTrusted);
            }

            Assert.InRange(moment.UtcDateTime, keeper.Current!.NotBefore.ToUniversalTime(), keeper.Current.NotAfter.ToUniversalTime());
        }
    }

    private static async Task LookAsync(params CertificateKeeper[] keepers)
    {
        foreach (var keeper in keepers)
        {
            await keeper.LookAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The API server takes what the keeper shows.</summary>
    private void AssertTrusted(CertificateKeeper keeper)
    {
        foreach (var webhook in configuration!["webhooks"]!.AsArray())
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.ImportFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(webhook!["clientConfig"]!["caBundle"]!.ToString())));
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
            Assert.True(chain.Build(keeper.Current!));
        }
    }

    private string Trusted() => Encoding.ASCII.GetString(Convert.FromBase64String(configuration!["webhooks"]![0]!["clientConfig"]!["caBundle"]!.ToString())).Trim();

    private (CertificateKeeper Keeper, ScriptedApi Api) Keeper()
    {
        var api = new ScriptedApi(AnswerAsync);
        return (new CertificateKeeper(api.Client(time), new WebhookNames("lb", "hook", "cert", "hooks"), time, NullLogger<CertificateKeeper>.Instance), api);
    }

    private async Task<HttpResponseMessage> AnswerAsync(SeenRequest request)
    {
        var answer = Answer(request);
        if (request is { Method: "GET", Path: SecretPath } && afterSecretRead is { } then)
        {
            await then();
        }

        return answer;
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
                var put = JsonNode.Parse(request.Body)!.AsObject();
                if (put["metadata"]!["resourceVersion"]!.ToString() != configuration!["metadata"]!["resourceVersion"]!.ToString())
                {
                    return ScriptedApi.Failure(HttpStatusCode.Conflict);
                }

                configuration = put;
                configuration["metadata"]!["resourceVersion"] = $"{++version}";
                return ScriptedApi.Json(configuration.ToJsonString());
            case ("GET", SecretPath) when secret is not null:
                return ScriptedApi.Json(secret.ToJsonString());
            case ("GET", ConfigurationPath) when configuration is not null:
                return ScriptedApi.Json(configuration.ToJsonString());
            default:
                return ScriptedApi.Failure(HttpStatusCode.NotFound);
        }
    }
}
