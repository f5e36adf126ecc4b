namespace LbController.Kubernetes.Client;

/// <summary>What a <see cref="CredentialPlugin"/> has said.</summary>
/// <param name="Token">A bearer token; null: none.</param>
/// <param name="CertificatePem">A client certificate; null: none.</param>
/// <param name="KeyPem">Its key.</param>
/// <param name="Ends">From when it does not hold any more; null: without end.</param>
internal sealed record CredentialAnswer(string? Token, string? CertificatePem, string? KeyPem, DateTimeOffset? Ends);
