using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LbController.Host.Tls;

/// <summary>A certificate for ports whose clients do not verify it, kept in memory alone and made anew before it expires.</summary>
internal sealed class SelfSignedCertificate(string name, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly Lock gate = new();
    private X509Certificate2? current;

    public X509Certificate2 Current()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (current is null || current.NotAfter.ToUniversalTime() - now.UtcDateTime < Lifetime / 3)
            {
                current = Make(now);
            }

            return current;
        }
    }

    private X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(now - TimeSpan.FromMinutes(5), now + Lifetime);
    }
}
