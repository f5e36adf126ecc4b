using LbController.Engine.Controller;
using LbController.Engine.Figures;
using LbController.Host.Options;
using LbController.Kubernetes.Watching;
using LbController.Kubernetes.Writing;

namespace LbController.Host.Roles;

/// <summary>Puts the controller together.</summary>
internal static class ControllerRole
{
    public static async Task<int> RunAsync(CommonSettings settings, CancellationToken cancellation)
    {
        using var role = new RoleHost(settings);
        var reactor = new ControllerReactor(new ControllerOptions(settings.LoadBalancerClass, settings.Namespace));
        var identity = new WriterIdentity("metallb-controller", settings.Namespace, PodName: settings.PodName);
        return await role.RunAsync(
            reactor,
            identity,
            ControllerWatches.Kinds(settings.Namespace),
            tryNetwork: _ => false,
            sources: [],
            ControllerMetrics.All,
            figures: () => [],
            probeAddress: "0.0.0.0",
            cancellation);
    }
}
