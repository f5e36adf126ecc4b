namespace LbController.Kubernetes.Certificates;

/// <summary>What the objects around the webhook are called.</summary>
/// <param name="Namespace">Where Service and Secret live.</param>
/// <param name="Service">By whose name the API server calls the webhook.</param>
/// <param name="Secret">Keeps the certificates, as <c>ca.crt</c>, <c>ca.key</c>, <c>tls.crt</c> and <c>tls.key</c>.</param>
/// <param name="Configuration">The ValidatingWebhookConfiguration that is told whom to trust.</param>
public sealed record WebhookNames(string Namespace, string Service, string Secret, string Configuration)
{
    public IReadOnlyList<string> Dns => [$"{Service}.{Namespace}.svc", $"{Service}.{Namespace}.svc.cluster.local"];
}
