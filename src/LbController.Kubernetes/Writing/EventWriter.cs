using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Writing;

/// <summary>Writes core/v1 Events; one that happens again raises the count of the first.</summary>
internal sealed class EventWriter(ClusterClient client, WriterIdentity identity, TimeProvider time)
{
    /// <summary>An object's name may have 253 characters; the rest is for what makes an Event's name unique.</summary>
    private const int LongestSubject = 230;

    /// <summary>Longer messages are cut by the API's rule for core/v1 Events (1024 bytes).</summary>
    private const int LongestMessage = 1000;

    private readonly EventLog log = new(capacity: 4096);

    public async Task<Outcome> WriteAsync(Command.RecordEvent command, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var written = log.Count(command, now, () => NewName(command.Subject));
        var answer = written.Count == 1
            ? await CreateAsync(written, now, cancellation)
            : await CountUpAsync(written, now, cancellation);
        if (answer.Status == HttpStatusCode.NotFound && written.Count > 1)
        {
            // Events expire, after an hour by default.
            log.Forget(command);
            answer = await CreateAsync(log.Count(command, now, () => NewName(command.Subject)), now, cancellation);
        }

        if (!answer.IsSuccess)
        {
            log.Forget(command);
        }

        return ApiOutcome.Of(answer);
    }

    /// <summary>Events about cluster-scoped objects go to <c>default</c>, where kubectl looks for them.</summary>
    private static string NamespaceOf(EventSubject subject) => subject.Key.Namespace.Length == 0 ? "default" : subject.Key.Namespace;

    private static string NewName(EventSubject subject)
    {
        var name = subject.Key.Name.Length <= LongestSubject ? subject.Key.Name : subject.Key.Name[..LongestSubject];
        return $"{name}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
    }

    private static string Stamp(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private Task<ApiAnswer> CreateAsync(WrittenEvent written, DateTimeOffset now, CancellationToken cancellation) => client.CallAsync(
        HttpMethod.Post,
        WrittenPaths.Events.Collection(NamespaceOf(written.Command.Subject)),
        new ApiBody(Json(written, now)),
        cancellation);

    private Task<ApiAnswer> CountUpAsync(WrittenEvent written, DateTimeOffset now, CancellationToken cancellation) => client.CallAsync(
        HttpMethod.Patch,
        WrittenPaths.Events.Item(NamespaceOf(written.Command.Subject), written.Name),
        ApiBody.Merge(new JsonObject { ["count"] = written.Count, ["lastTimestamp"] = Stamp(now) }),
        cancellation);

    private JsonObject Json(WrittenEvent written, DateTimeOffset now)
    {
        var (subject, isWarning, reason, message) = written.Command;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = written.Name, ["namespace"] = NamespaceOf(subject) },
            ["involvedObject"] = ReferenceTo(subject),
            ["type"] = isWarning ? "Warning" : "Normal",
            ["reason"] = reason,
            ["message"] = message.Length <= LongestMessage ? message : $"{message.AsSpan(0, LongestMessage)}…",
            ["source"] = SourceOf(identity),
            ["reportingComponent"] = identity.Component,
            ["reportingInstance"] = identity.PodName,
            ["firstTimestamp"] = Stamp(written.First),
            ["lastTimestamp"] = Stamp(now),
            ["count"] = written.Count,
        };
    }

    private static JsonObject ReferenceTo(EventSubject subject)
    {
        var reference = new JsonObject { ["apiVersion"] = subject.ApiVersion, ["kind"] = subject.Kind, ["name"] = subject.Key.Name };
        AddIfAny(reference, "namespace", subject.Key.Namespace);
        AddIfAny(reference, "uid", subject.Uid);
        return reference;
    }

    private static JsonObject SourceOf(WriterIdentity identity)
    {
        var source = new JsonObject { ["component"] = identity.Component };
        AddIfAny(source, "host", identity.NodeName);
        return source;
    }

    private static void AddIfAny(JsonObject json, string field, string value)
    {
        if (value.Length > 0)
        {
            json[field] = value;
        }
    }
}
