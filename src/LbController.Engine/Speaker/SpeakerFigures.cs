using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Figures;

namespace LbController.Engine.Speaker;

/// <summary>A speaker in numbers.</summary>
internal static class SpeakerFigures
{
    public static IEnumerable<Figure> OfConfig(SpeakerState state)
    {
        yield return RoleMetrics.ConfigLoaded.Is(state.IsInSync ? 1 : 0);
        yield return RoleMetrics.ConfigStale.Is(state.Config.Errors.Count > 0 ? 1 : 0);
    }

    public static IEnumerable<Figure> OfLayer2(IEnumerable<L2Announcement> answered, string node) => answered
        .SelectMany(announcement => announcement.Services
            .Select(service => SpeakerMetrics.Announced.Is(1, $"{service.Namespace}/{service.Name}", "layer2", node, announcement.Address.ToString())));

    public static IEnumerable<Figure> OfBgp(IEnumerable<ObjectKey> reached, SpeakerState state, string node) =>
        from key in reached
        where state.Services.ContainsKey(key)
        from address in state.Services[key].IngressIps
        select SpeakerMetrics.Announced.Is(1, $"{key.Namespace}/{key.Name}", "bgp", node, address);

    public static IEnumerable<Figure> OfSession(PeerSession session)
    {
        var peer = session.Settings.Peer;
        ValueArray<string> labels = [peer.Interface.Length > 0 ? peer.Interface : peer.Address.Family == Core.Addresses.IpFamily.V6 ? $"[{peer.Address}]:{peer.Port}" : $"{peer.Address}:{peer.Port}", peer.Vrf];
        var counters = session.Counters;
        return
        [
            SpeakerMetrics.SessionUp.Is(session.IsEstablished ? 1 : 0, labels),
            SpeakerMetrics.UpdatesSent.Is(counters.UpdatesSent, labels),
            SpeakerMetrics.AnnouncedPrefixes.Is(session.SentPrefixes, labels),
            SpeakerMetrics.PendingPrefixes.Is(session.PendingPrefixes, labels),
            SpeakerMetrics.UpdatesReceived.Is(counters.UpdatesReceived, labels),
            SpeakerMetrics.RoutesReceived.Is(counters.RoutesReceived, labels),
            SpeakerMetrics.OpensSent.Is(counters.OpensSent, labels),
            SpeakerMetrics.OpensReceived.Is(counters.OpensReceived, labels),
            SpeakerMetrics.NotificationsSent.Is(counters.NotificationsSent, labels),
            SpeakerMetrics.KeepalivesSent.Is(counters.KeepalivesSent, labels),
            SpeakerMetrics.KeepalivesReceived.Is(counters.KeepalivesReceived, labels),
            SpeakerMetrics.RouteRefreshesSent.Is(counters.RouteRefreshesSent, labels),
            SpeakerMetrics.TotalSent.Is(counters.TotalSent, labels),
            SpeakerMetrics.TotalReceived.Is(counters.TotalReceived, labels),
        ];
    }
}
