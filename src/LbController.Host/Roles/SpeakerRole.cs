using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Engine.Speaker;
using LbController.Host.Options;
using LbController.Kubernetes.Watching;
using LbController.Kubernetes.Writing;
using LbController.Linux;
using LbController.Linux.Capture;
using LbController.Linux.Links;
using LbController.Linux.Sockets;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Roles;

/// <summary>Puts the speaker together.</summary>
internal static class SpeakerRole
{
    public static async Task<int> RunAsync(CommonSettings settings, SpeakerSettings speaker, CancellationToken cancellation)
    {
        using var role = new RoleHost(settings);
        using var announcing = new AnnouncingLinks(role.Logs.CreateLogger<AnnouncingLinks>());
        await using var tcp = new TcpDriver(role.Post);
        using var datagrams = speaker.LivenessPort == 0
            ? null
            : new DatagramDriver(speaker.LivenessPort, LivenessAddress(speaker), role.Post, role.Logs.CreateLogger<DatagramDriver>());
        var executor = new NetworkCommandExecutor(announcing, tcp, datagrams, role.Post);
        var links = new LinkMonitor(fact => Follow(fact, announcing, datagrams, role), TimeProvider.System, role.Logs.CreateLogger<LinkMonitor>());
        role.Post(new NetworkFact.ExclusionRead(ExcludedInterfacesFile.Read(speaker.ExcludedInterfacesPath)));
        var reactor = new SpeakerReactor(new SpeakerOptions(
            speaker.NodeName,
            settings.LoadBalancerClass,
            speaker.IgnoreExcludeLabel,
            LivenessKey: speaker.LivenessPort == 0 ? null : LivenessKeyFile.Read(speaker.LivenessKeyPath),
            Epoch: (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        var identity = new WriterIdentity("metallb-speaker", settings.Namespace, speaker.NodeName, settings.PodName);
        return await role.RunAsync(
            reactor,
            identity,
            SpeakerWatches.Kinds(settings.Namespace),
            executor.TryStart,
            [links.RunAsync],
            SpeakerMetrics.All,
            announcing.Figures,
            probeAddress: "127.0.0.1",
            cancellation);
    }

    private static Address? LivenessAddress(SpeakerSettings speaker) => Address.TryParse(speaker.LivenessAddress, out var address) ? address : null;

    /// <summary>Captures and sockets follow the links before the reactor hears of them.</summary>
    private static void Follow(Fact fact, AnnouncingLinks announcing, DatagramDriver? datagrams, RoleHost role)
    {
        if (fact is NetworkFact.LinkSeen { Link: var link })
        {
            announcing.Seen(link);
            datagrams?.Seen(link);
        }
        else if (fact is NetworkFact.LinkGone gone)
        {
            announcing.Gone(gone.Index);
            datagrams?.Gone(gone.Index);
        }

        role.Post(fact);
    }
}
