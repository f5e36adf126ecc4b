using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Figures;
using LbController.Engine.Leading;
using LbController.Engine.Recording;
using LbController.Host.Driving;
using LbController.Host.Options;
using LbController.Host.StatusPage;
using LbController.Host.Tls;
using LbController.Host.Web;
using LbController.Host.Webhook;
using LbController.Kubernetes.Certificates;
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

        // A controller that serves the webhook alone is one that waits for a leadership that never comes.
        var isWebhookAlone = controller.Webhook is { IsAlone: true };
        var options = new ControllerOptions(settings.LoadBalancerClass, settings.Namespace)
        {
            ElectsLeader = isWebhookAlone || controller.Election is not null,
            AddressCoolDown = controller.AddressCoolDown,
            SharingNeedsConsent = controller.SharingNeedsConsent,
        };
        var sources = new List<Func<CancellationToken, Task>>();
        role.Add(() => new MemoryReturn(MemoryReturn.RestOfController, TimeProvider.System, role.Logs.CreateLogger<MemoryReturn>()));
        Func<Command, bool> tryLease = _ => false;
        if (controller.Election is { } times && !isWebhookAlone)
        {
            var election = Election(role, settings, controller.LeaseName, times);
            sources.Add(election.RunAsync);
            tryLease = election.TryStart;
        }

        if (controller.Webhook is { } webhook)
        {
            AddWebhook(role, settings, controller, webhook, sources);
        }

        if (controller.StatusPagePort > 0)
        {
            var reader = new StatusReader(role.Client, settings.Namespace);
            role.Add(() => new LivePage(reader.ReadAsync).CreateServer(controller.StatusPagePort, role.Logs.CreateLogger<WebServer>()));
        }

        var identity = new WriterIdentity("metallb-controller", settings.Namespace, PodName: settings.PodName, PodUid: settings.PodUid);
        return await role.RunAsync(
            new FlightRecording { Controller = options },
            identity,
            ControllerWatches.Kinds(settings.Namespace),
            tryLease,
            sources,
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
            role.PostLeadership,
            TimeProvider.System,
            role.Logs.CreateLogger<LeaseDriver>());
    }

    private static void AddWebhook(RoleHost role, CommonSettings settings, ControllerSettings controller, WebhookSettings webhook, List<Func<CancellationToken, Task>> sources)
    {
        var config = new ConfigWatch(settings.Namespace, settings.LoadBalancerClass, controller.SharingNeedsConsent);
        role.Follower = config.Follow;
        ServedTls tls;
        if (webhook.CertificateFolder is { } folder)
        {
            tls = new ServedTls(new CertificateFolder(folder).Current, settings.Metrics.Versions);
        }
        else
        {
            var keeper = new CertificateKeeper(role.Client, webhook.Names, TimeProvider.System, role.Logs.CreateLogger<CertificateKeeper>());
            tls = new ServedTls(() => keeper.Current, settings.Metrics.Versions);
            sources.Add(keeper.RunAsync);
        }

        var endpoint = new WebhookEndpoint(WebhookKinds.All(settings.Namespace), config.Judge, config.InSync, TimeProvider.System);
        role.Add(() => endpoint.CreateServer(webhook.Port, tls, role.Logs.CreateLogger<WebServer>()));
    }
}
