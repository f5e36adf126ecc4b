using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace LbController.Kubernetes.Certificates;

/// <summary>
/// Keeps the webhook's certificates in their Secret, which all replicas share: makes them, renews them well before they expire, and tells the
/// API server, in the ValidatingWebhookConfiguration, whom to trust. Of replicas that write at once one wins, and the others read it.
/// A new authority is trusted before anything that it has signed is served:
/// <code>
///   new authority in the Secret -> beside the old one in the bundle -> seen there, a look later -> served -> the old one leaves the bundle
/// </code>
/// </summary>
public sealed partial class CertificateKeeper(ClusterClient client, WebhookNames names, TimeProvider time, ILogger<CertificateKeeper> logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly ResourcePath Secrets = new("", "v1", "secrets");
    private static readonly ResourcePath Configurations = new("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations");

    private readonly TrustBundle bundle = new(time);
    private CertificateSet? served;
    private volatile X509Certificate2? certificate;
    private string toldFailure = "";

    /// <summary>What to serve with now; null: there is none yet.</summary>
    public X509Certificate2? Current => certificate;

    /// <summary>Runs until it is cancelled; never throws.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await LookAsync(cancellation) ? LookEvery : RetryAfter;
                toldFailure = "";
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                Tell(failure.Message);
                pause = RetryAfter;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Makes everything right once. What a new authority has signed is served when a look finds it trusted.</summary>
    /// <returns>False: the certificate in the Secret is not served yet.</returns>
    /// <exception cref="HttpRequestException">The API server does not let us, or cannot be reached.</exception>
    public async Task<bool> LookAsync(CancellationToken cancellation)
    {
        // Read before the Secret: a write of the bundle that rests on an older Secret then fails, and takes no new authority out.
        var configuration = await client.CallAsync(HttpMethod.Get, Configurations.Item("", names.Configuration), body: null, cancellation);
        var set = await SecretAsync(cancellation);
        if (served is null || served.Authorities == set.Authorities)
        {
            // The first certificate breaks nothing, and one of the same authority is trusted like the one before.
            Serve(set);
        }

        if (!await TrustAsync(configuration, set.Authorities, cancellation))
        {
            Serve(set);
        }

        return set == served;
    }

    private void Serve(CertificateSet set)
    {
        if (set != served)
        {
            var made = set.ToCertificate();
            (certificate, served) = (made, set);
            Serves(made.NotAfter.ToUniversalTime());
        }
    }

    private async Task<CertificateSet> SecretAsync(CancellationToken cancellation)
    {
        var answer = await client.CallAsync(HttpMethod.Get, Secrets.Item(names.Namespace, names.Secret), body: null, cancellation);
        if (!answer.IsSuccess && answer.Status != HttpStatusCode.NotFound)
        {
            throw new HttpRequestException($"get secrets {names.Secret}: {answer.Message}");
        }

        var current = answer.IsSuccess ? Parse(answer.Body) : null;
        var wanted = CertificateSet.Renew(current, names.Dns, time.GetUtcNow());
        if (wanted == current)
        {
            return wanted;
        }

        var written = answer.IsSuccess
            ? await client.CallAsync(HttpMethod.Patch, Secrets.Item(names.Namespace, names.Secret), ApiBody.Merge(ToJson(wanted, Version(answer.Body))), cancellation)
            : await client.CallAsync(HttpMethod.Post, Secrets.Collection(names.Namespace), new ApiBody(ToJson(wanted, version: null)), cancellation);
        return written.IsSuccess ? wanted : throw new HttpRequestException($"write secrets {names.Secret}: {written.Message}");
    }

    /// <returns>Whether the bundle had to be written: the API server has not seen it yet.</returns>
    private async Task<bool> TrustAsync(ApiAnswer answer, string authorities, CancellationToken cancellation)
    {
        if (answer.Status == HttpStatusCode.NotFound)
        {
            // Nobody asks us: the webhook is not installed.
            return false;
        }

        if (!answer.IsSuccess)
        {
            throw new HttpRequestException($"get validatingwebhookconfigurations {names.Configuration}: {answer.Message}");
        }

        var configuration = JsonNode.Parse(answer.Body.GetRawText())!.AsObject();
        var targets = (configuration["webhooks"] as JsonArray)?.OfType<JsonObject>().Select(webhook => webhook["clientConfig"]).OfType<JsonObject>().ToList() ?? [];
        if (!bundle.Mend(targets, authorities))
        {
            return false;
        }

        var written = await client.CallAsync(HttpMethod.Put, Configurations.Item("", names.Configuration), new ApiBody(configuration), cancellation);
        return written.IsSuccess ? true : throw new HttpRequestException($"update validatingwebhookconfigurations {names.Configuration}: {written.Message}");
    }

    private static CertificateSet? Parse(JsonElement secret)
    {
        if (!secret.TryGetProperty("data", out var content) || content.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return new CertificateSet(Text("ca.crt"), Text("ca.key"), Text("tls.crt"), Text("tls.key"));

        string Text(string key) =>
            content.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? Encoding.ASCII.GetString(bytes) : "";
    }

    private static string? Version(JsonElement secret) => secret.GetProperty("metadata").GetProperty("resourceVersion").GetString();

    private JsonObject ToJson(CertificateSet set, string? version)
    {
        var json = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = names.Secret, ["namespace"] = names.Namespace },
            ["data"] = new JsonObject
            {
                ["ca.crt"] = Encode(set.Authorities),
                ["ca.key"] = Encode(set.AuthorityKey),
                ["tls.crt"] = Encode(set.Serving),
                ["tls.key"] = Encode(set.ServingKey),
            },
        };
        if (version is null)
        {
            (json["apiVersion"], json["kind"]) = ("v1", "Secret");
        }
        else
        {
            json["metadata"]!["resourceVersion"] = version;
        }

        return json;
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private void Tell(string failure)
    {
        if (failure != toldFailure)
        {
            toldFailure = failure;
            NotKept(failure);
        }
    }

    [LoggerMessage(EventId = 240, Level = LogLevel.Information, Message = "the webhook serves with a certificate that is good until {End:u}")]
    private partial void Serves(DateTime end);

    [LoggerMessage(EventId = 241, Level = LogLevel.Warning, Message = "the webhook's certificates cannot be kept: {Why}")]
    private partial void NotKept(string why);
}
