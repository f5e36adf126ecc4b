using System.Security.Authentication;

namespace LbController.Host.Options;

/// <summary>Where and how metrics are served.</summary>
/// <param name="Port">0: not at all.</param>
/// <param name="IsSecure">Over TLS, and only to whom the API server lets through; otherwise in the open.</param>
/// <param name="CertificateFolder">Holds <c>tls.crt</c> and <c>tls.key</c>; null: a certificate of our own making.</param>
/// <param name="Versions">The versions of TLS that are spoken, by the webhook too.</param>
internal sealed record MetricsSettings(int Port, bool IsSecure, string? CertificateFolder, SslProtocols Versions);
