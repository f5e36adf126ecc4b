using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Controller;

namespace LbController.Engine.Admission;

/// <summary>
/// Judges a change of the configuration before it is made: it is refused for what it would newly put in error among the objects of its own
/// kind, and never for what may come later (a profile, a Secret, an alias). What it does to others, to Services and to what is announced
/// is a warning. Never stricter than the webhooks of MetalLB: an object in error may be edited as long as it gets no worse.
/// </summary>
public static class AdmissionJudge
{
    /// <param name="question">The change.</param>
    /// <param name="options">Those of the controller.</param>
    /// <param name="cluster">All Services, Nodes, Namespaces and objects of the configuration as they are.</param>
    public static AdmissionVerdict Judge(AdmissionQuestion question, ControllerOptions options, IReadOnlyCollection<SnapshotObject> cluster)
    {
        if ((question.After ?? question.Before) is not ConfigObject about)
        {
            return AdmissionVerdict.Allowed;
        }

        if (question.Key.Namespace != options.Namespace)
        {
            return question is { Before: null, After: not null }
                ? AdmissionVerdict.Refused($"{question.Kind} {question.Key.Name}: metadata.namespace: '{question.Key.Namespace}' is not read; create it in '{options.Namespace}'")
                : AdmissionVerdict.Allowed;
        }

        var type = about.GetType();
        var wanted = Aged(question.After as ConfigObject, question.Before as ConfigObject);
        var others = cluster.Where(item => item.Key != question.Key || item.GetType() != type).ToList();
        var before = Parse(options, [.. others, .. Listed(question.Before)]);
        var after = Parse(options, [.. others, .. Listed(wanted)]);
        var news = after.Errors.Except(before.Errors).ToList();
        var refused = news.Where(error => error.Kind == question.Kind && !error.IsOfReference).ToList();
        var errors = refused.Select(error => error.ToString()).Concat(InUse(question, before));
        var warnings = news.Except(refused)
            .Concat(after.Errors.Intersect(before.Errors).Where(error => error.Kind == question.Kind && error.Key == question.Key))
            .Concat(after.Warnings.Except(before.Warnings))
            .Select(error => error.ToString())
            .Concat(ReservationHolders.Of(before, after, others))
            .Concat(AnnouncementLosses.Of(before, after, options, others))
            .Concat(type == typeof(PoolSpec) ? AddressChanges.Of(wanted, question.Key, options, [.. others, .. Listed(question.Before)]) : []);
        return new AdmissionVerdict(
            errors.Distinct(StringComparer.Ordinal).ToValueArray(),
            warnings.Distinct(StringComparer.Ordinal).ToValueArray());
    }

    /// <summary>An edit changes no age, and what is only about to be created is younger than all others.</summary>
    private static ConfigObject? Aged(ConfigObject? after, ConfigObject? before) => after is null ? null : after with { CreatedAt = before?.CreatedAt ?? 0 };

    private static SnapshotObject[] Listed(SnapshotObject? item) => item is null ? [] : [item];

    private static ClusterConfig Parse(ControllerOptions options, IEnumerable<SnapshotObject> cluster) =>
        ClusterConfig.Parse(ConfigObjects.From(options.Namespace, cluster) with { Secrets = null });

    /// <summary>The one deletion that is refused: sessions rest on the profile.</summary>
    private static IEnumerable<string> InUse(AdmissionQuestion question, ClusterConfig before)
    {
        if (question is not { After: null, Before: BfdProfileSpec profile })
        {
            return [];
        }

        var users = before.Peers.Where(peer => peer.BfdProfile == profile.Key.Name).Select(peer => $"'{peer.Name}'").ToList();
        return users.Count == 0 ? [] : [$"{question.Kind} {profile.Key.Name}: is in use by BGPPeer {string.Join(", ", users)}; take it out of spec.bfdProfile there first"];
    }
}
