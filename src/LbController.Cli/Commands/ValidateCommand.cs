using System.CommandLine;
using LbController.Cli.Cluster;
using LbController.Cli.Options;
using LbController.Cli.Output;
using LbController.Cli.Reports;

namespace LbController.Cli.Commands;

/// <summary><c>kubectl lb validate -f FILE</c>.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var cluster = new ClusterOptions();
        var file = FileOption.Create();
        var offline = new Option<bool>("--offline") { Description = "Look at the files alone; without it they are looked at together with what the cluster has." };
        var command = new Command("validate", "Checks manifests by the rules that the daemons go by; exit code 3 if one is invalid.") { file, offline };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var @namespace = cluster.Namespace(parsed);
            var objects = FileOption.ReadLeniently(parsed.GetRequiredValue(file), terminal, @namespace);
            if (parsed.GetValue(offline))
            {
                return ReportWriter.Write(ValidationReport.Of(objects, cluster: null, @namespace), cluster.Format(parsed), terminal);
            }

            using var client = cluster.Connect(parsed);
            var picture = await new PictureReader(client).ReadAsync(@namespace, cluster.LoadBalancerClass(parsed), cancellation);
            return ReportWriter.Write(ValidationReport.Of(objects, picture.Objects, @namespace), cluster.Format(parsed), terminal);
        });
        return command;
    }
}
