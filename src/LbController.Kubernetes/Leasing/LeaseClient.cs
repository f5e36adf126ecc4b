using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Engine.Leading;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Leasing;

/// <summary>Reads and writes one Lease.</summary>
/// <param name="client">The way to the API server.</param>
/// <param name="namespace">Where the Lease lives.</param>
/// <param name="name">What it is called.</param>
internal sealed class LeaseClient(ClusterClient client, string @namespace, string name)
{
    private const string MicroTime = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private static readonly ResourcePath Leases = new("coordination.k8s.io", "v1", "leases");

    /// <returns>Null: there is none.</returns>
    /// <exception cref="HttpRequestException">It cannot be read.</exception>
    public async Task<LeaseRecord?> ReadAsync(CancellationToken cancellation)
    {
        var answer = await client.CallAsync(HttpMethod.Get, Leases.Item(@namespace, name), body: null, cancellation);
        return answer.Status == HttpStatusCode.NotFound ? null : Parse(answer);
    }

    /// <returns>As the server has it now; null: somebody else wrote first.</returns>
    /// <exception cref="HttpRequestException">It cannot be written.</exception>
    public async Task<LeaseRecord?> WriteAsync(LeaseRecord lease, bool isAcquired, DateTimeOffset now, CancellationToken cancellation)
    {
        var moment = now.UtcDateTime.ToString(MicroTime, CultureInfo.InvariantCulture);
        var body = new ApiBody(ToJson(lease with { RenewTime = moment, AcquireTime = isAcquired || lease.AcquireTime.Length == 0 ? moment : lease.AcquireTime }));
        var answer = lease.Version.Length == 0
            ? await client.CallAsync(HttpMethod.Post, Leases.Collection(@namespace), body, cancellation)
            : await client.CallAsync(HttpMethod.Put, Leases.Item(@namespace, name), body, cancellation);

        // Not found is a Lease that somebody has removed; one that cannot even be made lacks its namespace, and that is for people to know.
        var isRemoved = answer.Status == HttpStatusCode.NotFound && lease.Version.Length > 0;
        return isRemoved || answer.Status == HttpStatusCode.Conflict ? null : Parse(answer);
    }

    private static LeaseRecord Parse(ApiAnswer answer)
    {
        if (!answer.IsSuccess || answer.Body.ValueKind != JsonValueKind.Object)
        {
            throw new HttpRequestException(answer.Message);
        }

        var spec = answer.Body.TryGetProperty("spec", out var value) && value.ValueKind == JsonValueKind.Object ? value : JsonElement.Parse("{}");
        return new LeaseRecord(
            Text(answer.Body.GetProperty("metadata"), "resourceVersion"),
            Text(spec, "holderIdentity"),
            TimeSpan.FromSeconds(Number(spec, "leaseDurationSeconds")),
            Text(spec, "renewTime"),
            Text(spec, "acquireTime"),
            Number(spec, "leaseTransitions"))
        {
            Promises = PromiseText.Parse(answer.Body.GetProperty("metadata")),
        };
    }

    private JsonObject ToJson(LeaseRecord lease)
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = @namespace };
        if (!lease.Promises.IsEmpty)
        {
            metadata["annotations"] = new JsonObject { [PromiseText.Annotation] = PromiseText.Of(lease.Promises) };
        }

        if (lease.Version.Length > 0)
        {
            // Makes the server refuse the write with 409 if somebody else has written since.
            metadata["resourceVersion"] = lease.Version;
        }

        return new JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["holderIdentity"] = lease.Holder,
                ["leaseDurationSeconds"] = (int)Math.Ceiling(lease.Duration.TotalSeconds),
                ["acquireTime"] = lease.AcquireTime,
                ["renewTime"] = lease.RenewTime,
                ["leaseTransitions"] = lease.Transitions,
            },
        };
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static int Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;
}
