using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LbController.Host.Tls;
using Microsoft.Extensions.Time.Testing;

namespace LbController.Host.Tests.Tls;

public sealed class CertificateFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lb-tls").FullName;
    private int writes;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_changed_pair_is_used_without_a_restart()
    {
        Write("CN=one");
        var certificates = new CertificateFolder(folder);
        Assert.Equal("CN=one", certificates.Current().Subject);

        Write("CN=two");
        Assert.Equal("CN=two", certificates.Current().Subject);
    }

    [Fact]
    public void A_broken_pair_leaves_the_earlier_one_in_use()
    {
        Write("CN=one");
        var certificates = new CertificateFolder(folder);
        certificates.Current();

        File.WriteAllText(Path.Combine(folder, "tls.crt"), "none");
        File.SetLastWriteTimeUtc(Path.Combine(folder, "tls.crt"), DateTime.UnixEpoch);
        Assert.Equal("CN=one", certificates.Current().Subject);
    }

    [Fact]
    public void A_folder_without_a_pair_is_told() =>
        Assert.Contains(folder, Assert.Throws<IOException>(() => new CertificateFolder(folder).Current()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_self_signed_certificate_is_made_anew_when_a_third_of_its_life_is_left()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var made = new SelfSignedCertificate("pod", time);
        var first = made.Current();
        time.Advance(TimeSpan.FromDays(200));
        Assert.Same(first, made.Current());

        time.Advance(TimeSpan.FromDays(50));
        Assert.NotEqual(first.Thumbprint, made.Current().Thumbprint);
    }

    private void Write(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        File.WriteAllText(Path.Combine(folder, "tls.crt"), made.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        File.SetLastWriteTimeUtc(Path.Combine(folder, "tls.crt"), DateTime.UnixEpoch.AddDays(++writes));
    }
}
