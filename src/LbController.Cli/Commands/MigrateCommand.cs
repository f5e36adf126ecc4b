using System.CommandLine;
using LbController.Cli.Cluster;
using LbController.Cli.Migration;
using LbController.Cli.Options;
using LbController.Cli.Output;

namespace LbController.Cli.Commands;

/// <summary><c>kubectl lb migrate check</c>.</summary>
internal static class MigrateCommand
{
    public static Command Create(Terminal terminal)
    {
        var cluster = new ClusterOptions();
        var check = new Command("check", "Whether a cluster of MetalLB keeps every address here, what is to be done first, and what is not carried; exit code 3 if there is any of it.");
        cluster.AddTo(check);
        check.SetAction(async (parsed, cancellation) =>
        {
            using var client = cluster.Connect(parsed);
            var @namespace = cluster.Namespace(parsed);
            var picture = await new PictureReader(client).ReadAsync(@namespace, cluster.LoadBalancerClass(parsed), cancellation);
            var remains = await new RemainsReader(client).ReadAsync(@namespace, cancellation);
            return ReportWriter.Write(MigrationReport.Of(picture, remains), cluster.Format(parsed), terminal);
        });
        return new Command("migrate", "Takes a cluster over from MetalLB.") { check };
    }
}
