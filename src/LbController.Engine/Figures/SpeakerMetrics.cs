namespace LbController.Engine.Figures;

/// <summary>What a speaker shows. <c>peer</c> is address:port; <c>vrf</c> is left out for the main one.</summary>
public static class SpeakerMetrics
{
    public static readonly Metric Announced = new("metallb_speaker_announced", MetricKind.Gauge, "1 for each address of a Service that this node announces, by layer2 or bgp.", "service", "protocol", "node", "ip");

    public static readonly Metric RequestsReceived = new("metallb_layer2_requests_received", MetricKind.Counter, "ARP and NDP requests for an address that this node announces.", "ip");

    public static readonly Metric ResponsesSent = new("metallb_layer2_responses_sent", MetricKind.Counter, "ARP and NDP replies sent to such requests.", "ip");

    public static readonly Metric GratuitousSent = new("metallb_layer2_gratuitous_sent", MetricKind.Counter, "Unasked announcements of an address sent, a pair or a packet each.", "ip");

    public static readonly Metric AddressDispute = new("lbcontroller_layer2_address_disputed", MetricKind.Gauge, "1 while somebody else has an address of this node, or nobody answers for it; by what is wrong and who it is.", "ip", "dispute", "mac", "interface");

    public static readonly Metric AnswersChecked = new("lbcontroller_layer2_answers_checked_total", MetricKind.Counter, "How often this node asked the wire who answers for addresses of other nodes.");

    public static readonly Metric OutageSeconds = new("lbcontroller_layer2_outage_seconds_total", MetricKind.Counter, "Seconds in which an address of another node was not answered by it, as this node found.", "ip");

    public static readonly Metric OwnershipChanges = new("lbcontroller_layer2_ownership_changes_total", MetricKind.Counter, "How often an address became this node's or ceased to be, by why.", "why");

    public static readonly Metric SpeakersHeard = new("lbcontroller_liveness_speakers_heard", MetricKind.Gauge, "Speakers of other nodes that are heard.");

    public static readonly Metric KeyMissing = new("lbcontroller_liveness_key_missing", MetricKind.Gauge, "1 while speakers watch each other without a key: anybody on the network could speak in their names.");

    public static readonly Metric KeyMismatch = new("lbcontroller_liveness_key_mismatch", MetricKind.Gauge, "1 for each node whose heartbeats are sealed with a key that is not accepted here.", "node");

    public static readonly Metric DatagramsDropped = new("lbcontroller_liveness_datagrams_dropped_total", MetricKind.Counter, "Datagrams that are no heartbeats or not to be believed, by what is wrong with them.", "reason");

    public static readonly Metric ClaimsPassedOver = new("lbcontroller_layer2_claims_passed_over_total", MetricKind.Counter, "Frames about who has an address that were not looked at because there were too many.");

    public static readonly Metric FramesDropped = new("lbcontroller_layer2_frames_dropped_total", MetricKind.Counter, "ARP and NDP frames that are malformed or not to be believed, by what is wrong with them.", "protocol", "reason");

    public static readonly Metric SessionUp = OfPeer("session_up", MetricKind.Gauge, "1 while the BGP session is established.");

    public static readonly Metric UpdatesSent = OfPeer("updates_total", MetricKind.Counter, "UPDATE messages sent.");

    public static readonly Metric AnnouncedPrefixes = OfPeer("announced_prefixes_total", MetricKind.Gauge, "Prefixes that the peer has from us.");

    public static readonly Metric PendingPrefixes = OfPeer("pending_prefixes_total", MetricKind.Gauge, "Prefixes that the peer should have from us and has not yet.");

    public static readonly Metric RoutesReceived = OfPeer("received_routes_total", MetricKind.Counter, "Routes in the UPDATE messages received; none is kept.");
    public static readonly Metric UpdatesReceived = OfPeer("updates_total_received", MetricKind.Counter, "UPDATE messages received.");

    public static readonly Metric OpensSent = OfPeer("opens_sent", MetricKind.Counter, "OPEN messages sent.");

    public static readonly Metric OpensReceived = OfPeer("opens_received", MetricKind.Counter, "OPEN messages received.");

    public static readonly Metric NotificationsSent = OfPeer("notifications_sent", MetricKind.Counter, "NOTIFICATION messages sent.");

    public static readonly Metric KeepalivesSent = OfPeer("keepalives_sent", MetricKind.Counter, "KEEPALIVE messages sent.");

    public static readonly Metric KeepalivesReceived = OfPeer("keepalives_received", MetricKind.Counter, "KEEPALIVE messages received.");

    public static readonly Metric RouteRefreshesSent = OfPeer("route_refresh_sent", MetricKind.Counter, "ROUTE-REFRESH messages sent.");

    public static readonly Metric TotalSent = OfPeer("total_sent", MetricKind.Counter, "BGP messages sent.");

    public static readonly Metric TotalReceived = OfPeer("total_received", MetricKind.Counter, "BGP messages received.");

    public static IReadOnlyList<Metric> All { get; } =
    [
        Announced, RequestsReceived, ResponsesSent, GratuitousSent, AddressDispute, AnswersChecked, OutageSeconds, OwnershipChanges, ClaimsPassedOver, FramesDropped, SpeakersHeard, KeyMissing, KeyMismatch, DatagramsDropped,
        SessionUp, UpdatesSent, AnnouncedPrefixes, PendingPrefixes, UpdatesReceived, OpensSent, OpensReceived, NotificationsSent,
        KeepalivesSent, KeepalivesReceived, RouteRefreshesSent, TotalSent, TotalReceived, .. RoleMetrics.All,
    ];

    private static Metric OfPeer(string name, MetricKind kind, string help) => new($"metallb_bgp_{name}", kind, help, "peer", "vrf");
}
