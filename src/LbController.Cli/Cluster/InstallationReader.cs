using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reading;

namespace LbController.Cli.Cluster;

/// <summary>Reads what can be seen of the programs; a right that is missing for it leaves a gap, no failure.</summary>
internal sealed class InstallationReader(ClusterClient client)
{
    public async Task<Installation> ReadAsync(string @namespace, CancellationToken cancellation)
    {
        try
        {
            var daemons = await new DaemonReader(client).ReadAsync(@namespace, cancellation);
            return new Installation(daemons, await new RightReader(client).ReadAsync(@namespace, daemons, cancellation));
        }
        catch (ReadFailedException)
        {
            return Installation.Unseen;
        }
    }
}
