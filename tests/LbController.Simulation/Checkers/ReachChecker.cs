using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>After the faults: every client is served at each address that some node may announce.</summary>
public sealed class ReachChecker(World world) : Checker(world, "reach")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);

    /// <summary>So long a request may be under way.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    public override void AtRest()
    {
        var view = World.Api.View;
        foreach (var address in World.L2Vips().Where(address => World.Nodes.Any(node => L2Sight.IsPresent(node) && Oracle.MayAnnounceL2(view, node.Name, address))))
        {
            foreach (var client in World.Clients)
            {
                if (client.Experience.GetValueOrDefault(address).FailingSince is { } failing && World.Now - failing > Patience)
                {
                    Fail($"{client.Name} is not served at {address} since {failing.TotalSeconds:0.000} s");
                }
            }
        }

        foreach (var address in view.BgpVips.Where(address => World.Nodes.Any(node => Oracle.AnnouncesBgp(view, node.Name, address))))
        {
            foreach (var client in World.FarClients)
            {
                if (client.LastFailure.TryGetValue(address, out var failed) && failed > World.Now - Lately && World.Now - failed > Moment)
                {
                    Fail($"{client.Name} was not served at {address} at {failed.TotalSeconds:0.000} s");
                }
            }
        }
    }
}
