using LbController.Engine.Controller;
using LbController.Engine.Figures;
using LbController.Engine.Leading;
using LbController.Host.Options;
using LbController.Kubernetes.Leasing;
using LbController.Kubernetes.Watching;
using LbController.Kubernetes.Writing;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Roles;

/// <summary>Puts the controller together.</summary>
internal static class ControllerRole
{
    public static async Task<int> RunAsync(CommonSettings settings, ControllerSettings controller, CancellationToken cancellation)
    {
        using var role = new RoleHost(settings);
        var reactor = new ControllerReactor(new ControllerOptions(settings.LoadBalancerClass, settings.Namespace) { ElectsLeader = controller.Election is not null });
        var identity = new WriterIdentity("metallb-controller", settings.Namespace, PodName: settings.PodName);
        return await role.RunAsync(
            reactor,
            identity,
            ControllerWatches.Kinds(settings.Namespace),
            tryNetwork: _ => false,
            sources: controller.Election is { } times ? [Election(role, settings, controller.LeaseName, times).RunAsync] : [],
            ControllerMetrics.All,
            figures: () => [],
            probeAddress: "0.0.0.0",
            cancellation);
    }

    private static LeaseDriver Election(RoleHost role, CommonSettings settings, string leaseName, LeaseOptions times)
    {
        var identity = new LeaderIdentity(settings.PodName);
        return new LeaseDriver(
            new LeaseMachine(identity.Name, times, identity.HasEnded),
            times,
            role.Client,
            settings.Namespace,
            leaseName,
            role.Post,
            TimeProvider.System,
            role.Logs.CreateLogger<LeaseDriver>());
    }
}
