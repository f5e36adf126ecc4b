using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace LbController.Kubernetes.Certificates;

/// <summary>
/// The authorities that webhook targets trust. What a bundle lacks is added at once. What is in it and not wanted any more stays for a while, for a replica
/// that has not looked yet may still serve by it.
/// </summary>
/// <param name="time">Only its timestamps count, which do not jump.</param>
public sealed class TrustBundle(TimeProvider time)
{
    /// <summary>How long an authority that is not wanted any more is trusted.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromMinutes(2);

    private long? strangeSince;

    /// <summary>Puts right the <c>caBundle</c> of each target.</summary>
    /// <param name="targets">The <c>clientConfig</c> of each webhook.</param>
    /// <param name="authorities">Who is to be trusted, in PEM.</param>
    /// <returns>Whether one of them was not right.</returns>
    public bool Mend(IReadOnlyCollection<JsonObject> targets, string authorities)
    {
        var wanted = Read(authorities);
        var known = targets.Select(target => (Target: target, Trusted: Read(TextOf(target)))).ToList();
        if (known.All(entry => entry.Trusted.All(wanted.Contains)))
        {
            strangeSince = null;
        }
        else
        {
            strangeSince ??= time.GetTimestamp();
        }

        var isOver = strangeSince is { } since && time.GetElapsedTime(since) >= Farewell;
        var stale = known.FindAll(entry => isOver ? !entry.Trusted.SetEquals(wanted) : !wanted.IsSubsetOf(entry.Trusted));
        foreach (var (target, trusted) in stale)
        {
            var left = isOver ? [] : trusted.Where(certificate => !wanted.Contains(certificate));
            target["caBundle"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(authorities + string.Concat(left.Select(certificate => certificate + "\n"))));
        }

        return stale.Count > 0;
    }

    private static string TextOf(JsonObject target)
    {
        try
        {
            return target["caBundle"] is JsonValue value && value.TryGetValue<string>(out var text) ? Encoding.ASCII.GetString(Convert.FromBase64String(text)) : "";
        }
        catch (FormatException)
        {
            return "";
        }
    }

    /// <summary>The certificates in a text, each in PEM; none, if one of them cannot be read.</summary>
    private static HashSet<string> Read(string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            certificates.Clear();
        }

        return certificates.Select(certificate => certificate.ExportCertificatePem()).ToHashSet(StringComparer.Ordinal);
    }
}
