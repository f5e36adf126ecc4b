using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Host.Options;
using LbController.Kubernetes.Watching;
using LbController.Kubernetes.Writing;
using LbController.Linux.Capture;
using LbController.Linux.Links;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Roles;

/// <summary>Puts the speaker together.</summary>
internal static class SpeakerRole
{
    public static async Task<int> RunAsync(CommonSettings settings, SpeakerSettings speaker, CancellationToken cancellation)
    {
        using var role = new RoleHost(settings);
        using var arp = new ArpLinks(role.Logs.CreateLogger<ArpLinks>());
        var links = new LinkMonitor(fact => Follow(fact, arp, role), TimeProvider.System, role.Logs.CreateLogger<LinkMonitor>());
        var reactor = new SpeakerReactor(new SpeakerOptions(
            speaker.NodeName,
            settings.LoadBalancerClass,
            speaker.IgnoreExcludeLabel,
            LivenessKey: default,
            Epoch: (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        var identity = new WriterIdentity("metallb-speaker", settings.Namespace, speaker.NodeName, settings.PodName);
        return await role.RunAsync(
            reactor,
            identity,
            SpeakerWatches.Kinds(settings.Namespace),
            command => TryStart(command, arp, role),
            [links.RunAsync],
            probeAddress: "127.0.0.1",
            cancellation);
    }

    /// <summary>The captures follow the links before the reactor hears of them.</summary>
    private static void Follow(Fact fact, ArpLinks arp, RoleHost role)
    {
        if (fact is NetworkFact.LinkSeen { Link: var link })
        {
            arp.Seen(link);
        }
        else if (fact is NetworkFact.LinkGone gone)
        {
            arp.Gone(gone.Index);
        }

        role.Post(fact);
    }

    private static bool TryStart(Command command, ArpLinks arp, RoleHost role)
    {
        switch (command)
        {
            case NetworkCommand.PublishTable publish:
                arp.Publish(publish.Table);
                return true;
            case NetworkCommand.SendGratuitous gratuitous:
                var outcome = arp.SendGratuitous(gratuitous.LinkIndex, gratuitous.Address)
                    ? Outcome.Done
                    : new Outcome(OutcomeKind.Failed, $"link {gratuitous.LinkIndex} is not open");
                role.Post(new Fact.Ended(command, outcome));
                return true;
            default:
                return false;
        }
    }
}
