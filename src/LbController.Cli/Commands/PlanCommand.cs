using System.CommandLine;
using LbController.Cli.Cluster;
using LbController.Cli.Options;
using LbController.Cli.Output;
using LbController.Cli.Reports;
using LbController.Engine.Controller;
using LbController.Engine.Planning;
using LbController.Kubernetes.Manifests;

namespace LbController.Cli.Commands;

/// <summary><c>kubectl lb plan -f FILE</c>.</summary>
internal static class PlanCommand
{
    public static Command Create(Terminal terminal)
    {
        var cluster = new ClusterOptions();
        var file = FileOption.Create();
        var delete = new Option<bool>("--delete") { Description = "The objects of the files are to be deleted, not applied." };
        var consent = new Option<bool>("--sharing-needs-consent") { Description = "As in the controller's own flag of that name." };
        var command = new Command("plan", "Which addresses an apply of the files, in their order, would give, move and take, and which pools run dry; exit code 3 if one is moved or taken.") { file, delete, consent };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var objects = FileOption.Read(parsed.GetRequiredValue(file), terminal, cluster.Namespace(parsed));
            using var client = cluster.Connect(parsed);
            var picture = await new PictureReader(client).ReadAsync(cluster.Namespace(parsed), cluster.LoadBalancerClass(parsed), cancellation);
            return ReportWriter.Write(PlanReport.Of(Try(picture, objects, parsed.GetValue(delete), parsed.GetValue(consent))), cluster.Format(parsed), terminal);
        });
        return command;
    }

    private static Forecast Try(ClusterPicture picture, IEnumerable<ManifestObject> objects, bool isDeletion, bool sharingNeedsConsent)
    {
        var tried = new WhatIf(new ControllerOptions(picture.LoadBalancerClass, picture.Namespace) { SharingNeedsConsent = sharingNeedsConsent }, picture.Objects);
        var known = picture.Objects.ToLookup(item => (item.GetType(), item.Key));
        foreach (var snapshot in objects.Select(item => item.Snapshot).Where(snapshot => snapshot is not null))
        {
            if (isDeletion)
            {
                tried.Remove(snapshot!.GetType(), snapshot.Key);
            }
            else
            {
                tried.Put(AppliedObject.Of(snapshot!, known[(snapshot!.GetType(), snapshot.Key)].FirstOrDefault()));
            }
        }

        return tried.Forecast();
    }
}
