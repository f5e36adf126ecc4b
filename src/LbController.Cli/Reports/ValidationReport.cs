using LbController.Cli.Output;
using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Manifests;

namespace LbController.Cli.Reports;

/// <summary>Files against all rules of the configuration, those between objects included, and against what the cluster already has.</summary>
internal static class ValidationReport
{
    /// <param name="files">What is to be applied.</param>
    /// <param name="cluster">The objects that are there already; those of the same name are replaced. Null: not known, the files are looked at alone.</param>
    /// <param name="namespace">Where the configuration lives.</param>
    public static Report Of(IReadOnlyList<ManifestObject> files, IReadOnlyCollection<SnapshotObject>? cluster, string @namespace)
    {
        var config = ClusterConfig.Parse(Together(files, cluster, @namespace));
        var table = new ReportTable("objects", "file", "line", "object", "valid", "message") { WhenEmpty = "no objects in the files" };
        var isValid = true;
        foreach (var item in files)
        {
            var errors = Errors(item, config, @namespace).ToList();
            isValid &= errors.Count == 0;
            table.Add(item.File, item.Line, $"{item.Kind} {item.Key.Name}", errors.Count == 0, string.Join("; ", errors.Concat(Remarks(item, config))));
        }

        return new Report(table) { ExitCode = isValid ? ExitCodes.Fine : ExitCodes.Found };
    }

    private static ConfigObjects Together(IReadOnlyList<ManifestObject> files, IReadOnlyCollection<SnapshotObject>? cluster, string @namespace)
    {
        var known = (cluster ?? []).GroupBy(item => (item.GetType(), item.Key)).ToDictionary(group => group.Key, group => group.First());
        foreach (var given in files.Select(item => item.Snapshot).OfType<SnapshotObject>())
        {
            // An edit changes no age, and a new object is younger than all that are there.
            var id = (given.GetType(), given.Key);
            known[id] = given is ConfigObject wanted && known.GetValueOrDefault(id) is ConfigObject old ? wanted with { CreatedAt = old.CreatedAt } : given;
        }

        var objects = ConfigObjects.From(@namespace, known.Values) with { Secrets = null };
        return cluster is null ? objects with { Nodes = null, Namespaces = null } : objects;
    }

    private static IEnumerable<string> Errors(ManifestObject item, ClusterConfig config, string @namespace)
    {
        if (!item.Errors.IsEmpty)
        {
            return item.Errors.Select(Text);
        }

        if (item.Snapshot is ServiceSnapshot { Type: "LoadBalancer" } service)
        {
            return RequestParser.ProblemOf(service) is { } problem ? [problem.ToString()] : [];
        }

        return item.Snapshot is ConfigObject && item.Key.Namespace != @namespace
            ? [$"metadata.namespace: '{item.Key.Namespace}' is not read; create it in '{@namespace}'"]
            : config.Errors.Where(error => IsAbout(error, item)).Select(Text);
    }

    private static IEnumerable<string> Remarks(ManifestObject item, ClusterConfig config) => item is { Snapshot: null, Errors.IsEmpty: true }
        ? ["not a kind of LbController: passed over"]
        : config.Warnings.Where(warning => IsAbout(warning, item)).Select(warning => $"warning: {Text(warning)}").Concat(PoolRemarks(item.Snapshot, config));

    private static IEnumerable<string> PoolRemarks(SnapshotObject? item, ClusterConfig config) =>
        item is ServiceSnapshot { Type: "LoadBalancer" } service
        && ServiceAnnotations.Read(service, ServiceAnnotations.AddressPool) is { } wanted
        && config.Pools.All(pool => pool.Name != wanted)
            ? [$"warning: {ServiceAnnotations.Prefix}{ServiceAnnotations.AddressPool}: '{wanted}' is no valid IPAddressPool; the Service waits until there is one"]
            : [];

    private static bool IsAbout(ConfigError error, ManifestObject item) => error.Kind == item.Kind && error.Key == item.Key;

    private static string Text(ConfigError error) => $"{error.Field}: {error.Message}";
}
