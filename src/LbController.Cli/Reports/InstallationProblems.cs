using LbController.Cli.Cluster;
using LbController.Core.Snapshot;

namespace LbController.Cli.Reports;

/// <summary>What is wrong with the programs themselves: not there, not ready, without a right.</summary>
internal static class InstallationProblems
{
    /// <param name="namespace">Where they should be.</param>
    /// <param name="installation">What was seen of them.</param>
    /// <param name="nodes">The nodes, which should have a speaker each.</param>
    public static IEnumerable<Problem> Find(string @namespace, Installation installation, IReadOnlyList<NodeSnapshot> nodes) =>
        installation.Daemons is { } daemons
            ? [.. Absent(@namespace, daemons, nodes), .. NotReady(daemons), .. Rights(@namespace, installation.MissingRights ?? [])]
            : [];

    private static IEnumerable<Problem> Absent(string @namespace, IReadOnlyList<Daemon> daemons, IReadOnlyList<NodeSnapshot> nodes)
    {
        if (daemons.All(daemon => daemon.IsSpeaker))
        {
            yield return new Problem($"namespace {@namespace}", "NoController", "no Pod of a controller is there, so Services get no address; install the chart, or give -n if it is elsewhere");
        }

        if (!daemons.Any(daemon => daemon.IsSpeaker))
        {
            yield return new Problem($"namespace {@namespace}", "NoSpeaker", "no speaker runs, so nothing is announced; install the chart with speaker.enabled=true");
            yield break;
        }

        foreach (var node in nodes.Where(node => daemons.All(daemon => !daemon.IsSpeaker || daemon.Node != node.Key.Name)))
        {
            yield return new Problem($"Node {node.Key.Name}", "NoSpeaker", "no speaker runs there; if it should, look at speaker.nodeSelector and speaker.tolerations");
        }
    }

    private static IEnumerable<Problem> NotReady(IReadOnlyList<Daemon> daemons) => daemons
        .Where(daemon => !daemon.IsReady)
        .Select(daemon => new Problem(
            $"Pod {daemon.Pod}",
            "NotReady",
            daemon.Trouble.Length > 0 ? $"its container does not run: {daemon.Trouble}" : $"the {(daemon.IsSpeaker ? "speaker" : "controller")} on {daemon.Node} is not ready; its log says why"));

    private static IEnumerable<Problem> Rights(string @namespace, IReadOnlyList<MissingRight> missing) => missing
        .GroupBy(one => (one.Account, one.Right.Subject, one.Right.IsOfCluster))
        .Select(group => new Problem(
            $"ServiceAccount {@namespace}/{group.Key.Account}",
            "MissingRight",
            $"may not {string.Join(" or ", group.Select(one => one.Right.Verb))} {group.Key.Subject} {(group.Key.IsOfCluster ? "in the whole cluster" : $"in namespace {@namespace}")}; install the chart with rbac.create=true, or add it to its role"));
}
