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

    /// <summary>An Event for each advertisement that is new among those that lead nowhere.</summary>
    public IEnumerable<Command> Report(SpeakerState state, string node)
    {
        var missing = Missing(state, node).ToList();
        foreach (var key in told.Keys.Except(missing.Select(advertisement => advertisement.Key)).ToList())
        {
            told.Remove(key);
        }

        foreach (var advertisement in missing)
        {
            if (!told.TryGetValue(advertisement.Key, out var names) || names != advertisement.Interfaces)
            {
                told[advertisement.Key] = advertisement.Interfaces;
                yield return new Command.RecordEvent(
                    new EventSubject("metallb.io/v1beta1", "L2Advertisement", advertisement.Key, ""),
                    IsWarning: true,
                    "interfaceNotFound",
                    "spec.interfaces: " + Message(advertisement, state, node));
            }
        }
    }

    /// <summary>The same for a ConfigurationState, one line each.</summary>
    public static IEnumerable<string> Problems(SpeakerState state, string node) =>
        Missing(state, node).Select(advertisement => new ConfigError("L2Advertisement", advertisement.Key, "spec.interfaces", Message(advertisement, state, node)).ToString());

    private static IEnumerable<L2AdvertisementSpec> Missing(SpeakerState state, string node) => state.Nodes.TryGetValue(new ObjectKey("", node), out var own)
        ? state.L2Advertisements.Values.Where(advertisement => !advertisement.Interfaces.IsEmpty
            && LabelSelector.AnyMatches(advertisement.NodeSelectors, own.Labels)
            && !Present(state).Exists(name => advertisement.Interfaces.Contains(name, StringComparer.Ordinal)))
        : [];

    private static List<string> Present(SpeakerState state) => state.Links.Values.Where(LinkEligibility.MayCarry).Select(link => link.Name).Order(StringComparer.Ordinal).ToList();

    private static string Message(L2AdvertisementSpec advertisement, SpeakerState state, string node)
    {
        var present = Present(state);
        return $"node \"{node}\" announces nothing by it, for it has no interface {string.Join(", ", advertisement.Interfaces)}; "
            + (present.Count == 0 ? "it has none that can announce" : $"those that can announce are {string.Join(", ", present)}");
    }
}
