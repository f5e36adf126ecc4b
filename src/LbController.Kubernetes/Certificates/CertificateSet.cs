using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LbController.Kubernetes.Certificates;

/// <summary>
/// A certificate authority of our own and a serving certificate that it has signed, in PEM. The bundle of authorities may hold the one before
/// too, so that nobody who still serves with its certificate is refused while a new one spreads.
/// </summary>
/// <param name="Authorities">Certificates that clients are to trust; the one that signs comes first.</param>
/// <param name="AuthorityKey">The key of the first authority.</param>
/// <param name="Serving">What the server shows.</param>
/// <param name="ServingKey">Its key.</param>
public sealed record CertificateSet(string Authorities, string AuthorityKey, string Serving, string ServingKey)
{
    /// <summary>How long an authority is valid.</summary>
    public static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);

    /// <summary>How long a serving certificate is valid.</summary>
    public static readonly TimeSpan ServingLifetime = TimeSpan.FromDays(365);

    /// <summary>Clocks differ, and jump: what is made now is good since a day ago.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromDays(1);

    /// <summary>What is to be there at this moment.</summary>
    /// <param name="current">What is there; null: nothing.</param>
    /// <param name="names">The DNS names of the server, the first of them its common name.</param>
    /// <param name="now">The moment.</param>
    /// <returns>
    /// The same object while it is good: the names fit, the chain holds, each life has begun, and more than a third of it is left. What is good only in
    /// the future was made by a clock that was ahead.
    /// </returns>
    public static CertificateSet Renew(CertificateSet? current, IReadOnlyList<string> names, DateTimeOffset now)
    {
        var authority = current?.TryReadAuthority();
        if (current is null || authority is null || IsOld(authority, AuthorityLifetime, now) || authority.NotBefore.ToUniversalTime() > now.UtcDateTime)
        {
            return Make(names, current?.LivingAuthority(now) ?? "", now);
        }

        return current.IsServingGood(authority, names, now) ? current : current with { Serving = Sign(authority, names, now, out var key), ServingKey = key };
    }

    /// <exception cref="CryptographicException">It is no pair.</exception>
    public X509Certificate2 ToCertificate() => X509Certificate2.CreateFromPem(Serving, ServingKey);

    public override string ToString() => "CertificateSet";

    private static CertificateSet Make(IReadOnlyList<string> names, string before, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN=lb-controller webhook authority {now.UtcDateTime:yyyy-MM-dd}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var authority = request.CreateSelfSigned(now - Skew, now + AuthorityLifetime);
        var made = new CertificateSet($"{authority.ExportCertificatePem()}\n{before}", key.ExportPkcs8PrivateKeyPem() + "\n", "", "");
        return made with { Serving = Sign(authority, names, now, out var servingKey), ServingKey = servingKey };
    }

    /// <summary>A new serving certificate, signed by the authority, which has its key, and good since the authority is: so replicas whose clocks differ agree on it.</summary>
    private static string Sign(X509Certificate2 authority, IReadOnlyList<string> names, DateTimeOffset now, out string servingKey)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={names[0]}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        var end = new[] { now + ServingLifetime, new DateTimeOffset(authority.NotAfter) }.Min();
        using var serving = request.Create(authority, new DateTimeOffset(authority.NotBefore), end, RandomNumberGenerator.GetBytes(16));
        servingKey = key.ExportPkcs8PrivateKeyPem() + "\n";
        return serving.ExportCertificatePem() + "\n";
    }

    private X509Certificate2? TryReadAuthority()
    {
        try
        {
            return X509Certificate2.CreateFromPem(Authorities, AuthorityKey);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private string LivingAuthority(DateTimeOffset now)
    {
        using var before = TryReadAuthority();
        return before is not null && before.NotAfter > now.LocalDateTime ? before.ExportCertificatePem() + "\n" : "";
    }

    private bool IsServingGood(X509Certificate2 authority, IReadOnlyList<string> names, DateTimeOffset now)
    {
        try
        {
            using var serving = ToCertificate();
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationTime = now.LocalDateTime;
            return chain.Build(serving) && !IsOld(serving, ServingLifetime, now) && names.All(name => serving.MatchesHostname(name));
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsOld(X509Certificate2 certificate, TimeSpan lifetime, DateTimeOffset now) =>
        certificate.NotAfter.ToUniversalTime() - now.UtcDateTime < lifetime / 3;
}
