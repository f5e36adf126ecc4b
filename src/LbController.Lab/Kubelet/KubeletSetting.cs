using System.Runtime.InteropServices;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Kubelet;

/// <summary>What all Pods of a lab have in common.</summary>
internal sealed record KubeletSetting
{
    public required string Prefix { get; init; }

    /// <summary>Where logs, roots and volumes are.</summary>
    public required string Folder { get; init; }

    public required ContainerImage Image { get; init; }

    public required (string Host, string Cli) Programs { get; init; }

    public required (string Address, int Port) Api { get; init; }

    public required string AuthorityFile { get; init; }

    /// <summary>The machines, the control plane last.</summary>
    public required IReadOnlyList<Seat> Seats { get; init; }

    public static string Runtime => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    public static KubeletSetting Of(LabPlan plan, LabRecord record) => new()
    {
        Prefix = plan.Prefix,
        Folder = record.Folder,
        Image = ContainerImage.FromDockerfile(File.ReadAllText(Path.Combine(Processes.Programs.Root, "Dockerfile"))),
        Programs = Processes.Programs.Image,
        Api = (LabPlan.ControlPlaneAddress, LabPlan.SecureApiPort),
        AuthorityFile = record.AuthorityFile,
        Seats = [.. plan.Nodes.Select(node => new Seat(node.Name, node.Namespace, node.LanAddress)), new Seat(LabPlan.ControlPlaneName, plan.ControlPlane, LabPlan.ControlPlaneAddress)],
    };
}
