using System.Security.Cryptography.X509Certificates;
using LbController.Kubernetes.Certificates;

namespace LbController.Kubernetes.Tests.Certificates;

public sealed class CertificateSetTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["webhook.lb.svc", "webhook.lb.svc.cluster.local"];

    [Fact]
    public void A_client_that_trusts_the_authority_trusts_the_server_under_its_names()
    {
        var set = CertificateSet.Renew(null, Names, Start);
        Assert.True(Trusts(set.Authorities, set, Start));
        Assert.All(Names, name => Assert.True(set.ToCertificate().MatchesHostname(name)));
        Assert.False(Trusts(CertificateSet.Renew(null, Names, Start).Authorities, set, Start), "another authority");
    }

    [Fact]
    public void What_is_good_stays_as_it_is()
    {
        var set = CertificateSet.Renew(null, Names, Start);
        Assert.Same(set, CertificateSet.Renew(set, Names, Start.AddDays(200)));
    }

    [Fact]
    public void A_serving_certificate_is_renewed_when_a_third_of_its_life_is_left_and_the_authority_stays()
    {
        var set = CertificateSet.Renew(null, Names, Start);
        var renewed = CertificateSet.Renew(set, Names, Start.AddDays(245));
        Assert.NotEqual(set.Serving, renewed.Serving);
        Assert.Equal(set.Authorities, renewed.Authorities);
        Assert.True(Trusts(renewed.Authorities, renewed, Start.AddDays(600)));
    }

    [Fact]
    public void A_new_authority_comes_beside_the_old_one_so_that_both_servers_are_trusted_meanwhile()
    {
        var set = CertificateSet.Renew(null, Names, Start);
        for (var day = 100; day <= 2400; day += 100)
        {
            set = CertificateSet.Renew(set, Names, Start.AddDays(day));
        }

        var now = Start.AddDays(2440);
        var renewed = CertificateSet.Renew(set, Names, now);
        Assert.NotEqual(set.AuthorityKey, renewed.AuthorityKey);
        Assert.True(Trusts(renewed.Authorities, renewed, now));
        Assert.True(Trusts(renewed.Authorities, set, now), "a replica that has not looked yet");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("none", "none")]
    public void What_cannot_be_read_is_made_anew(string authorities, string key)
    {
        var set = CertificateSet.Renew(new CertificateSet(authorities, key, "", ""), Names, Start);
        Assert.True(Trusts(set.Authorities, set, Start));
    }

    [Fact]
    public void Another_name_or_a_key_that_does_not_fit_is_mended_under_the_same_authority()
    {
        var set = CertificateSet.Renew(null, Names, Start);
        var other = CertificateSet.Renew(null, Names, Start);
        foreach (var mended in new[] { CertificateSet.Renew(set, ["other.lb.svc"], Start), CertificateSet.Renew(set with { ServingKey = other.ServingKey }, Names, Start) })
        {
            Assert.NotEqual(set.Serving, mended.Serving);
            Assert.Equal(set.Authorities, mended.Authorities);
            Assert.True(Trusts(mended.Authorities, mended, Start));
        }
    }

    [Fact]
    public void Its_text_shows_no_key() => Assert.Equal("CertificateSet", CertificateSet.Renew(null, Names, Start).ToString());

    private static bool Trusts(string authorities, CertificateSet set, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        return chain.Build(set.ToCertificate());
    }
}
