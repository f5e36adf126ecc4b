using LbController.Cli.Output;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Manifests;

namespace LbController.Cli.Reports;

/// <summary>Files against the rules of the configuration, and against what the cluster already has.</summary>
internal static class ValidationReport
{
    /// <param name="files">What is to be applied.</param>
    /// <param name="cluster">The objects that are there already; those of the same name are replaced. None: the files alone.</param>
    public static Report Of(IReadOnlyList<ManifestObject> files, IEnumerable<SnapshotObject> cluster)
    {
        var given = files.Where(item => item.Snapshot is not null).ToList();
        var replaced = given.Select(item => (item.Snapshot!.GetType(), item.Key)).ToHashSet();
        var all = cluster.Where(item => !replaced.Contains((item.GetType(), item.Key))).Concat(given.Select(item => item.Snapshot!)).ToList();
        var errors = new List<ConfigError>();
        errors.AddRange(PoolParser.Parse(all.OfType<PoolSpec>()).Errors);
        errors.AddRange(BgpPeerParser.Parse(all.OfType<BgpPeerSpec>()).Errors);
        var table = new ReportTable("objects", "file", "line", "object", "valid", "message") { WhenEmpty = "no objects in the files" };
        var isValid = true;
        foreach (var item in files)
        {
            var own = errors.Where(error => error.Kind == item.Kind && error.Key == item.Key).Select(error => $"{error.Field}: {error.Message}").ToList();
            isValid &= own.Count == 0;
            table.Add(item.File, item.Line, $"{item.Kind} {item.Key.Name}", own.Count == 0, own.Count > 0 ? string.Join("; ", own) : item.Snapshot is null ? "not a kind of LbController: passed over" : "");
        }

        return new Report(table) { ExitCode = isValid ? ExitCodes.Fine : ExitCodes.Found };
    }
}
