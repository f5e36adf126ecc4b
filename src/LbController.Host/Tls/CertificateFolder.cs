using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LbController.Host.Tls;

/// <summary>
/// The certificate of a mounted Secret: <c>tls.crt</c> and <c>tls.key</c> in a folder, read again when they change. A pair that cannot be
/// read is passed over while an earlier one is there: during an update the two files may not belong together.
/// </summary>
internal sealed class CertificateFolder(string folder)
{
    private readonly Lock gate = new();
    private (DateTime Certificate, DateTime Key) readAt;
    private X509Certificate2? current;

    /// <exception cref="IOException">There is no usable pair, and was none.</exception>
    public X509Certificate2 Current()
    {
        lock (gate)
        {
            var (certificate, key) = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
            var changedAt = (File.GetLastWriteTimeUtc(certificate), File.GetLastWriteTimeUtc(key));
            if (current is null || changedAt != readAt)
            {
                current = Read(certificate, key) ?? current;
                readAt = changedAt;
            }

            return current ?? throw new IOException($"no certificate in '{folder}': tls.crt and tls.key must be a pair in PEM form");
        }
    }

    private static X509Certificate2? Read(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception failure) when (failure is IOException or CryptographicException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
