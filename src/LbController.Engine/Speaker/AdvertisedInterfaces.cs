using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>
/// Says on an L2Advertisement that selects this node that the node has none of the interfaces which it names, and which there are. Once for each
/// such list, not at every change; an interface that is down for a while is there.
/// </summary>
internal sealed class AdvertisedInterfaces
{
    private readonly SortedDictionary<ObjectKey, ValueArray<string>> told = [];

    public IEnumerable<Command> Report(SpeakerState state, string node)
    {
        if (!state.Nodes.TryGetValue(new ObjectKey("", node), out var own))
        {
            yield break;
        }

        var present = state.Links.Values.Where(LinkEligibility.MayCarry).Select(link => link.Name).Order(StringComparer.Ordinal).ToList();
        foreach (var key in told.Keys.Where(key => !state.L2Advertisements.ContainsKey(key)).ToList())
        {
            told.Remove(key);
        }

        foreach (var advertisement in state.L2Advertisements.Values)
        {
            if (advertisement.Interfaces.IsEmpty
                || advertisement.Interfaces.Any(present.Contains)
                || !LabelSelector.AnyMatches(advertisement.NodeSelectors, own.Labels))
            {
                told.Remove(advertisement.Key);
            }
            else if (!told.TryGetValue(advertisement.Key, out var names) || names != advertisement.Interfaces)
            {
                told[advertisement.Key] = advertisement.Interfaces;
                yield return Missing(advertisement, node, present);
            }
        }
    }

    private static Command.RecordEvent Missing(L2AdvertisementSpec advertisement, string node, List<string> present) => new(
        new EventSubject("metallb.io/v1beta1", "L2Advertisement", advertisement.Key, ""),
        IsWarning: true,
        "interfaceNotFound",
        $"spec.interfaces: node \"{node}\" announces nothing by it, for it has no interface {string.Join(", ", advertisement.Interfaces)}; "
        + (present.Count == 0 ? "it has none that can announce" : $"those that can announce are {string.Join(", ", present)}"));
}
