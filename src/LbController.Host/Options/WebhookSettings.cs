using LbController.Kubernetes.Certificates;

namespace LbController.Host.Options;

/// <summary>How the validating webhook is served.</summary>
/// <param name="Port">Where.</param>
/// <param name="IsAlone">The process serves the webhook and gives out no addresses.</param>
/// <param name="Names">What the objects around it are called.</param>
/// <param name="CertificateFolder">Holds <c>tls.crt</c> and <c>tls.key</c>, kept by somebody else; null: we make and renew them.</param>
internal sealed record WebhookSettings(int Port, bool IsAlone, WebhookNames Names, string? CertificateFolder);
