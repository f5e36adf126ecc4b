using LbController.Cli.Cluster;
using LbController.Cli.Output;

namespace LbController.Cli.Reports;

/// <summary><c>check</c>: the programs alone, whatever the configuration is.</summary>
internal static class CheckReport
{
    public static Report Of(ClusterPicture picture)
    {
        var daemons = new ReportTable("programs", "program", "pod", "node", "ready") { WhenEmpty = "none were seen" };
        foreach (var daemon in picture.Installation.Daemons ?? [])
        {
            daemons.Add(daemon.IsSpeaker ? "speaker" : "controller", daemon.Pod, daemon.Node, daemon.IsReady);
        }

        var problems = new ReportTable("problems", "object", "reason", "message") { IsBad = true };
        foreach (var problem in InstallationProblems.Find(picture.Namespace, picture.Installation, picture.Nodes))
        {
            problems.Add(problem.Object, problem.Reason, problem.Message);
        }

        return new Report(daemons, problems) { ExitCode = problems.Rows.Count > 0 || picture.Installation.Daemons is null ? ExitCodes.Found : ExitCodes.Fine };
    }
}
