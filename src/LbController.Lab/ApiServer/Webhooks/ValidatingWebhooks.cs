using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Webhooks;

/// <summary>
/// Asks the webhooks of all ValidatingWebhookConfigurations about a write. One that cannot be asked refuses the write or is passed over, as
/// its failurePolicy says. Not there: matchConditions, and calls in another version than the request's.
/// </summary>
/// <param name="store">The objects; its gate is not held by the caller unless a member says so.</param>
/// <param name="dialIn">The network namespace from which webhooks are called; null: that of the process.</param>
internal sealed class ValidatingWebhooks(ObjectStore store, string? dialIn)
{
    private const string Storage = "admissionregistration.k8s.io/validatingwebhookconfigurations";

    /// <summary>Whether anybody is to be asked about anything; the store's gate is held by the caller.</summary>
    public bool AreThere => store.List(Storage, null).Any();

    /// <summary>The store's gate is held by the caller.</summary>
    public IReadOnlyList<ConfiguredWebhook> About(AdmissionRequest request) =>
    [
        .. store.List(Storage, null)
            .SelectMany(configuration => configuration.Body.Objects("webhooks"))
            .Select(webhook => new ConfiguredWebhook(webhook))
            .Where(webhook => request.Type.Group is not "admissionregistration.k8s.io" && webhook.IsAbout(request)),
    ];

    /// <summary>To be called without the gate.</summary>
    /// <exception cref="ApiException">One of them refuses.</exception>
    public async Task AskAsync(IReadOnlyList<ConfiguredWebhook> webhooks, AdmissionRequest request, List<string> warnings, CancellationToken cancel)
    {
        foreach (var webhook in webhooks)
        {
            if (request.DryRun && !webhook.MayBeTried)
            {
                throw Refusals.BadRequest($"admission webhook \"{webhook.Name}\" does not support dry run");
            }
            try
            {
                Take(webhook, await CallAsync(webhook, request, cancel).ConfigureAwait(false), warnings);
            }
            catch (Exception failure) when (IsFailure(failure) && !cancel.IsCancellationRequested)
            {
                if (!webhook.IgnoresFailure)
                {
                    throw new ApiException(500, "InternalError", $"Internal error occurred: failed calling webhook \"{webhook.Name}\": {failure.Message}");
                }
            }
        }
    }

    private static bool IsFailure(Exception failure) =>
        failure is HttpRequestException or OperationCanceledException or InvalidOperationException or JsonException or FormatException or System.Security.Cryptography.CryptographicException;

    private async Task<JsonObject> CallAsync(ConfiguredWebhook webhook, AdmissionRequest request, CancellationToken cancel)
    {
        WebhookTarget target;
        lock (store.Gate)
        {
            target = WebhookTarget.Find(webhook, store);
        }
        var uid = Guid.NewGuid().ToString();
        var review = await WebhookCaller.CallAsync(target, webhook.Authorities, webhook.Timeout, request.ToReview(uid), dialIn, cancel).ConfigureAwait(false);
        var response = review.Object("response");
        if (response is null || response.Text("uid") != uid || review.Text("kind") is not "AdmissionReview" || review.Text("apiVersion") is not "admission.k8s.io/v1")
        {
            throw new InvalidOperationException("the answer is no AdmissionReview with the uid of the request");
        }
        return response;
    }

    private static void Take(ConfiguredWebhook webhook, JsonObject response, List<string> warnings)
    {
        warnings.AddRange(response.Texts("warnings"));
        if (response.Bool("allowed") is true)
        {
            return;
        }
        var message = response.Text("status", "message") ?? response.Text("status", "reason");
        throw new ApiException(
            (int)(response.Number("status", "code") ?? 403),
            response.Text("status", "reason") ?? "Forbidden",
            $"admission webhook \"{webhook.Name}\" denied the request" + (message is null ? " without explanation" : $": {message}"))
        {
            Warnings = [.. warnings],
        };
    }
}
