using LbController.Core.Config;
using LbController.Engine.Commands;

namespace LbController.Engine.Controller;

/// <summary>
/// Says on each object of the configuration what is wrong with it, once per error. What the ConfigurationState of an earlier run lists was
/// said by that run.
/// </summary>
internal sealed class ConfigEvents
{
    private HashSet<string>? known;

    public IEnumerable<Command> Report(ControllerState state)
    {
        known ??= [.. state.OwnState?.ErrorSummary.Split('\n') ?? []];
        var fresh = state.Errors.Where(error => !known.Contains(error.ToString())).Distinct().ToList();
        known = [.. state.Errors.Select(error => error.ToString())];
        return fresh.Select(error => new Command.RecordEvent(
            new EventSubject(error.Kind == BgpPeerParser.Kind ? "metallb.io/v1beta2" : "metallb.io/v1beta1", error.Kind, error.Key, state.UidOf(error)),
            IsWarning: true,
            "ConfigurationError",
            $"{error.Field}: {error.Message}"));
    }
}
