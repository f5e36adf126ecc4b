using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Engine.Recording;
using LbController.Engine.Speaker;
using LbController.Host.Driving;
using LbController.Host.Options;
using LbController.Host.State;
using LbController.Kubernetes.Watching;
using LbController.Kubernetes.Writing;
using LbController.Linux;
using LbController.Linux.Capture;
using LbController.Linux.Links;
using LbController.Linux.Paths;
using LbController.Linux.Sockets;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Roles;

/// <summary>Puts the speaker together.</summary>
internal static class SpeakerRole
{
    public static async Task<int> RunAsync(CommonSettings settings, SpeakerSettings speaker, CancellationToken cancellation)
    {
        using var role = new RoleHost(settings);
        role.Add(() => new MemoryReturn(MemoryReturn.RestOfSpeaker, TimeProvider.System, role.Logs.CreateLogger<MemoryReturn>()));
        var keys = LivenessKeyFile.Read(speaker.LivenessKeyPath);
        using var announcing = new AnnouncingLinks(role.Post, role.Logs.CreateLogger<AnnouncingLinks>());
        await using var tcp = new TcpDriver(role.Post, role.Logs.CreateLogger<TcpDriver>());
        using var routers = new RouterGreeter(role.Post, role.Logs.CreateLogger<RouterGreeter>());
        using var bfd = new BfdDriver(role.Post, role.Logs.CreateLogger<BfdDriver>());
        using var datagrams = speaker.LivenessPort == 0
            ? null
            : new DatagramDriver(speaker.LivenessPort, LivenessAddress(speaker), role.Post, announcing.AnswerUntil, role.Logs.CreateLogger<DatagramDriver>());
        role.Collect = () => datagrams?.Hear();
        var executor = new NetworkCommandExecutor(announcing, tcp, routers, bfd, datagrams, role.Post);
        var links = new LinkMonitor(fact => Follow(fact, announcing, datagrams, role), TimeProvider.System, role.Logs.CreateLogger<LinkMonitor>());
        role.Post(new NetworkFact.ExclusionRead(ExcludedInterfacesFile.Read(speaker.ExcludedInterfacesPath)));
        var options = new SpeakerOptions(
            speaker.NodeName,
            settings.LoadBalancerClass,
            speaker.IgnoreExcludeLabel,
            LivenessKey: speaker.LivenessPort == 0 ? null : keys[0],
            Epoch: (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())
        {
            CordonDrains = speaker.CordonDrains,
            BgpListenPort = speaker.BgpListenPort,
            RebalanceAfter = speaker.RebalanceAfter,
            Probes = speaker.Probes,
            GratuitousBurst = speaker.GratuitousBurst,
            GratuitousRefresh = speaker.GratuitousRefresh,
            CheckAnswersEvery = speaker.CheckAnswersEvery,
        };
        var keyWatch = new LivenessKeyWatch(speaker.LivenessKeyPath, role.Post, TimeProvider.System, role.Logs.CreateLogger<LivenessKeyWatch>());
        var keeper = Keeper(speaker, keys[0], role);
        var identity = new WriterIdentity("metallb-speaker", settings.Namespace, speaker.NodeName, settings.PodName, settings.PodUid);
        return await role.RunAsync(
            new FlightRecording { Speaker = options },
            identity,
            SpeakerWatches.Kinds(settings.Namespace),
            executor.TryStart,
            keeper is null ? [links.RunAsync, keyWatch.RunAsync] : [links.RunAsync, keyWatch.RunAsync, keeper.RunAsync],
            [.. SpeakerMetrics.All, .. BfdMetrics.All],
            () => [.. announcing.Figures(), .. bfd.Figures()],
            probeAddress: "127.0.0.1",
            cancellation);
    }

    private static StateKeeper? Keeper(SpeakerSettings speaker, ReadOnlyMemory<byte> key, RoleHost role)
    {
        if (speaker.StateFolder.Length == 0)
        {
            return null;
        }

        var file = new StateFile(Path.Combine(speaker.StateFolder, "last-state"), key, speaker.StateMostAge);
        var keeper = new StateKeeper(file, role.Mailbox.Post, () => role.SinceConfirmed, TimeProvider.System, role.Logs.CreateLogger<StateKeeper>());
        role.Follower = fact =>
        {
            foreach (var gone in keeper.Witness(fact))
            {
                role.Mailbox.Post(gone);
            }
        };
        return keeper;
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
