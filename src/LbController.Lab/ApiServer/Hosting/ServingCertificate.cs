using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LbController.Lab.ApiServer.Hosting;

/// <summary>The certificate of the secure listeners, which is its own authority; made anew at each start.</summary>
internal static class ServingCertificate
{
    /// <param name="listeners">Whose addresses it names.</param>
    /// <param name="authorityFile">Gets it in PEM; null: no file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static X509Certificate2 Make(IEnumerable<NamespaceListener> listeners, string? authorityFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=lab-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var address in listeners.Select(listener => listener.EndPoint.Address).Append(IPAddress.Loopback).Distinct())
        {
            names.AddIpAddress(address);
        }
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = DateTimeOffset.UtcNow;
        var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(30));
        if (authorityFile is not null)
        {
            File.WriteAllText(authorityFile, certificate.ExportCertificatePem());
        }
        return certificate;
    }
}
