using System.Net.Sockets;
using LbController.Lab.Network;

namespace LbController.Lab.Kubelet;

/// <summary>Asks a probe from the Pod's own machine.</summary>
internal sealed class Prober : IDisposable
{
    private readonly HttpClient http;

    public Prober(Seat seat) => http = new HttpClient(new SocketsHttpHandler
    {
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = async (context, cancel) =>
        {
            var socket = InsideNamespace.Run(seat.Namespace, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Null: it is well; else what is wrong.</summary>
    public async Task<string?> AskAsync(ProbePlan probe, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        end.CancelAfter(TimeSpan.FromSeconds(probe.Timeout));
        try
        {
            using var answer = await http.GetAsync(probe.Url, end.Token);
            return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(end.Token)}";
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"no answer within {probe.Timeout} s";
        }
    }

    public void Dispose() => http.Dispose();
}
