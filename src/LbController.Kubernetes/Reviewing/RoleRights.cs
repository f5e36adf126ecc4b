using LbController.Kubernetes.Resources;
using LbController.Kubernetes.Watching;

namespace LbController.Kubernetes.Reviewing;

/// <summary>
/// What each program must be allowed, whatever its options: the chart gives these rights, and <c>kubectl-lb check</c> asks for them. Watches come from the list
/// of what is watched, so a new kind cannot be forgotten.
/// </summary>
public static class RoleRights
{
    private const string MetalLb = "metallb.io";

    private static readonly string[] Following = ["list", "watch"];

    /// <param name="namespace">Where the program lives.</param>
    public static IReadOnlyList<Right> Controller(string @namespace) =>
    [
        .. Watched(ControllerWatches.Kinds(@namespace)),
        new("patch", "", "services/status", IsOfCluster: true),
        .. Everywhere("", "events", "create", "patch"),
        .. Here(MetalLb, "ipaddresspools/status", "patch"),
        .. Here(MetalLb, "configurationstates", "get", "create", "patch"),
        .. Here(MetalLb, "configurationstates/status", "patch"),
        .. Here("coordination.k8s.io", "leases", "create"),
    ];

    /// <summary>What the controller may on its own Lease alone, which is named in its role.</summary>
    public static IReadOnlyList<Right> ControllerLease { get; } = [.. Here("coordination.k8s.io", "leases", "get", "update")];

    /// <summary>What the webhook adds; certificate and configuration are named in the role.</summary>
    public static IReadOnlyList<Right> Webhook { get; } =
    [
        .. Here("", "secrets", "create", "get", "patch"),
        .. Everywhere("admissionregistration.k8s.io", "validatingwebhookconfigurations", "get", "update"),
    ];

    /// <summary>What metrics over TLS add to each program.</summary>
    public static IReadOnlyList<Right> Metrics { get; } =
    [
        .. Everywhere("authentication.k8s.io", "tokenreviews", "create"),
        .. Everywhere("authorization.k8s.io", "subjectaccessreviews", "create"),
    ];

    /// <inheritdoc cref="Controller"/>
    public static IReadOnlyList<Right> Speaker(string @namespace) =>
    [
        .. Watched(SpeakerWatches.Kinds(@namespace)),
        new("patch", "", "services/status", IsOfCluster: true),
        .. Everywhere("", "events", "create", "patch"),
        .. Here(MetalLb, "servicel2statuses", "list", "create", "delete"),
        .. Here(MetalLb, "servicebgpstatuses", "list", "create", "delete"),
        .. Here(MetalLb, "servicel2statuses/status", "patch"),
        .. Here(MetalLb, "servicebgpstatuses/status", "patch"),
        .. Here(MetalLb, "configurationstates", "get", "create", "patch"),
        .. Here(MetalLb, "configurationstates/status", "patch"),
        .. Here(ResourceKind.Own, "bgpsessionstates", "get", "list", "create", "delete"),
        .. Here(ResourceKind.Own, "bgpsessionstates/status", "patch"),
    ];

    private static IEnumerable<Right> Watched(IEnumerable<WatchedKind> kinds) =>
        from kind in kinds
        from verb in Following
        select new Right(verb, kind.Path.Group, kind.Path.Plural, IsOfCluster: kind.Namespace.Length == 0);

    private static IEnumerable<Right> Everywhere(string group, string resource, params string[] verbs) => verbs.Select(verb => new Right(verb, group, resource, IsOfCluster: true));

    private static IEnumerable<Right> Here(string group, string resource, params string[] verbs) => verbs.Select(verb => new Right(verb, group, resource, IsOfCluster: false));
}
