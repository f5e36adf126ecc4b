using System.CommandLine;
using LbController.Lab.Processes;

namespace LbController.Lab.Commands;

/// <summary><c>lb-lab up</c>: brings the lab up and leaves it up.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var prefix = LabCommand.Prefix();
        var parts = new Option<string>("--only") { Description = "Bring up less: the network alone, or the network and the API without our daemons." };
        parts.AcceptOnlyFromAmong("network", "api");
        var command = new Command("up", "Bring the lab up and leave it up.") { prefix, parts };
        command.SetAction((result, cancel) => LabCommand.RunAsync(() => UpAsync(result.GetValue(prefix)!, result.GetValue(parts), cancel)));
        return command;
    }

    private static async Task<int> UpAsync(string prefix, string? only, CancellationToken cancel)
    {
        await using var lab = await RunningLab.StartNetworkAsync(prefix, cancel);
        if (only != "network")
        {
            await lab.StartApiAsync(cancel);
        }

        if (only is null)
        {
            await lab.InstallAsync(cancel);
        }

        lab.LeaveStanding();
        Console.WriteLine($"""
            The lab is up.
              export KUBECONFIG={lab.Record.Kubeconfig}
              kubectl apply -f {Programs.Sample("l2.yaml")}                         # a pool, an L2Advertisement and a web Service
              kubectl get service web-l2                            # its address
              ip netns exec {lab.Plan.LanClient} curl http://ADDRESS                # from the client on the nodes' segment
              kubectl apply -f {Programs.Sample("bgp.yaml")}                        # the same over BGP
              ip netns exec {lab.Plan.RoutedClient} curl http://ADDRESS                # from the client behind the router
              vtysh --vty_socket {lab.Record.RouterFolder} -c 'show ip route bgp'
              logs are in {lab.Record.Folder}; take the lab down with: lb-lab down --prefix {prefix}
            """);
        return 0;
    }
}
