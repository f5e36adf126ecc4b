using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Webhooks;

/// <summary>One entry of a ValidatingWebhookConfiguration.</summary>
internal sealed class ConfiguredWebhook(JsonObject webhook)
{
    public string Name => webhook.Text("name") ?? string.Empty;

    public bool IgnoresFailure => webhook.Text("failurePolicy") is "Ignore";

    public TimeSpan Timeout => TimeSpan.FromSeconds(webhook.Number("timeoutSeconds") ?? 10);

    /// <summary>A webhook with side effects is not asked about a trial.</summary>
    public bool MayBeTried => webhook.Text("sideEffects") is "None" or "NoneOnDryRun";

    public string? Url => webhook.Text("clientConfig", "url");

    public JsonObject? Service => webhook.Object("clientConfig", "service");

    /// <summary>PEM; empty: the machine's own authorities count.</summary>
    public string Authorities => webhook.Text("clientConfig", "caBundle") is { Length: > 0 } text
        ? System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(text))
        : string.Empty;

    public bool IsAbout(AdmissionRequest request) =>
        webhook.Objects("rules").Any(rule => IsAbout(rule, request))
        && ObjectSelector.Matches(webhook.Object("namespaceSelector"), request.NamespaceObject)
        && (ObjectSelector.Matches(webhook.Object("objectSelector"), request.After) || ObjectSelector.Matches(webhook.Object("objectSelector"), request.Before));

    private static bool IsAbout(JsonObject rule, AdmissionRequest request)
    {
        var scope = rule.Text("scope") ?? "*";
        var resource = request.Subresource.Length == 0 ? request.Type.Plural : $"{request.Type.Plural}/{request.Subresource}";
        return Lists(rule, "operations", request.Operation)
            && Lists(rule, "apiGroups", request.Type.Group)
            && Lists(rule, "apiVersions", request.Type.Version)
            && (scope is "*" || scope is "Namespaced" == request.Type.Namespaced)
            && rule.Texts("resources").Any(pattern => Names(pattern, resource, request));
    }

    private static bool Names(string pattern, string resource, AdmissionRequest request) => pattern switch
    {
        "*/*" => true,
        "*" => request.Subresource.Length == 0,
        _ when pattern.EndsWith("/*", StringComparison.Ordinal) => string.Equals(pattern[..^2], request.Type.Plural, StringComparison.Ordinal),
        _ when pattern.StartsWith("*/", StringComparison.Ordinal) => string.Equals(pattern[2..], request.Subresource, StringComparison.Ordinal),
        _ => string.Equals(pattern, resource, StringComparison.Ordinal),
    };

    private static bool Lists(JsonObject rule, string field, string value) =>
        rule.Texts(field).Any(one => one is "*" || string.Equals(one, value, StringComparison.Ordinal));
}
