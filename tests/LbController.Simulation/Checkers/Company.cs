using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>
/// When each node has last had each other one within its reach. A node that loses two or more at once, and so all of them, and that can ask no
/// other host whether its link works, takes itself for the one that is cut off and leaves its addresses to them for ten seconds: it cannot tell
/// that apart from their death.
/// </summary>
public sealed class Company(World world)
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<string, SortedDictionary<string, TimeSpan>> last = new(StringComparer.Ordinal);

    /// <summary>To be called before the rules are looked at.</summary>
    public void Tick()
    {
        foreach (var node in world.Nodes)
        {
            if (!last.TryGetValue(node.Name, out var seen))
            {
                last[node.Name] = seen = new(StringComparer.Ordinal);
            }

            foreach (var other in world.Nodes)
            {
                if (other != node && L2Sight.IsPresent(other) && world.Lan.Connects(node.Port, other.Port))
                {
                    seen[other.Name] = world.Now;
                }
            }
        }
    }

    public bool IsCutOff(SimNode node)
    {
        if (!last.TryGetValue(node.Name, out var seen) || seen.Count < 2 || (node.Speaker.HasHeardHost && world.Clients.Any(client => world.Lan.Connects(client.Port, node.Port))))
        {
            return false;
        }

        var latest = seen.Values.Max();
        var atOnce = seen.Values.Count(at => at >= latest - world.UntilNoticed);
        return latest < world.Now && atOnce >= 2 && world.Now - latest < Hold + world.UntilNoticed;
    }
}
