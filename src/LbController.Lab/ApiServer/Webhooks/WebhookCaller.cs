using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using LbController.Lab.Network;

namespace LbController.Lab.ApiServer.Webhooks;

/// <summary>Sends one AdmissionReview. The server must show a certificate for its name that the bundle, and nothing else, vouches for.</summary>
internal static class WebhookCaller
{
    /// <returns>The review that came back.</returns>
    /// <exception cref="HttpRequestException">No answer, or none that is a success.</exception>
    public static async Task<JsonNode?> CallAsync(WebhookTarget target, string authorities, TimeSpan timeout, JsonObject review, string? dialIn, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (authorities.Length > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPem(authorities);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }
        if (target.EndPoint is { } endPoint)
        {
            handler.ConnectCallback = async (_, token) =>
            {
                var socket = dialIn is null ? Dialer(endPoint) : InsideNamespace.Run(dialIn, () => Dialer(endPoint));
                await socket.ConnectAsync(endPoint, token).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }
        using var client = new HttpClient(handler) { Timeout = timeout };
        using var content = new StringContent(review.ToJsonString(), Encoding.UTF8, "application/json");
        var address = new UriBuilder(target.Address) { Query = $"timeout={timeout.TotalSeconds:F0}s" }.Uri;
        using var answer = await client.PostAsync(address, content, cancel).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false));
    }

    private static Socket Dialer(IPEndPoint endPoint) => new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
