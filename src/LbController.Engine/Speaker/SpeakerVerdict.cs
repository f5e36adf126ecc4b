using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>
/// What a speaker makes of the configuration, for its ConfigurationState: what is wrong with the objects, advertisements that lead nowhere, and
/// what keeps speakers from trusting each other.
/// </summary>
internal static class SpeakerVerdict
{
    private const int MostNodes = 5;

    public static ConfigurationVerdict Of(SpeakerState state, SpeakerLiveness liveness, string node)
    {
        var verdict = state.VerdictOn(node);
        var more = AdvertisedInterfaces.Problems(state, node).Concat(NoNodes(state)).Concat(Keys(liveness, node)).ToList();
        return more.Count == 0 ? verdict : new ConfigurationVerdict(verdict.Errors.Concat(more).ToValueArray());
    }

    private static IEnumerable<string> NoNodes(SpeakerState state)
    {
        foreach (var advertisement in state.L2Advertisements.Values)
        {
            if (!advertisement.NodeSelectors.IsEmpty && !state.Nodes.Values.Any(node => LabelSelector.AnyMatches(advertisement.NodeSelectors, node.Labels)))
            {
                var names = string.Join(", ", state.Nodes.Keys.Take(MostNodes).Select(key => key.Name)) + (state.Nodes.Count > MostNodes ? ", …" : "");
                yield return new ConfigError(
                    "L2Advertisement", advertisement.Key, "spec.nodeSelectors", $"no Node is selected, so nothing is announced by it; change it to labels that Nodes have ({names})").ToString();
            }
        }
    }

    private static IEnumerable<string> Keys(SpeakerLiveness liveness, string node)
    {
        if (liveness.IsWithoutKey)
        {
            yield return $"speaker of node {node}: --ml-secret-key-path: no key, so anybody on the network can speak in the name of speakers; mount a Secret with secretkey and name its folder";
        }

        foreach (var other in liveness.Foreign.Nodes)
        {
            yield return $"speaker of node {node}: --ml-secret-key-path: heartbeats of node {other} are sealed with another key; give both the same Secret";
        }
    }
}
