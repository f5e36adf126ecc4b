using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LbController.Host.Tls;

/// <summary>How a port of ours is served over TLS.</summary>
/// <param name="Certificate">Asked at every handshake, so that a renewed one is used without a restart; null: none yet.</param>
/// <param name="Versions">The versions of TLS that are spoken.</param>
internal sealed record ServedTls(Func<X509Certificate2?> Certificate, SslProtocols Versions)
{
    public void Secure(ListenOptions listener) => listener.UseHttps(new HttpsConnectionAdapterOptions
    {
        ServerCertificateSelector = (_, _) => Certificate(),
        SslProtocols = Versions,
    });
}
