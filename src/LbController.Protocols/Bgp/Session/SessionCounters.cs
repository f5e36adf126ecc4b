namespace LbController.Protocols.Bgp.Session;

/// <summary>What a session has sent and received since it was made, over all its connections.</summary>
public sealed record SessionCounters
{
    public long OpensSent { get; internal set; }

    public long OpensReceived { get; internal set; }

    public long UpdatesSent { get; internal set; }

    public long UpdatesReceived { get; internal set; }

    /// <summary>Routes in those UPDATEs. None is kept.</summary>
    public long RoutesReceived { get; internal set; }

    /// <summary>UPDATEs of the peer that had a fault but did not end the session (RFC 7606).</summary>
    public long FaultyUpdates { get; internal set; }

    public long KeepalivesSent { get; internal set; }

    public long KeepalivesReceived { get; internal set; }

    public long NotificationsSent { get; internal set; }

    public long NotificationsReceived { get; internal set; }

    public long RouteRefreshesSent { get; internal set; }

    public long RouteRefreshesReceived { get; internal set; }

    /// <summary>Messages of all types.</summary>
    public long TotalSent => OpensSent + UpdatesSent + KeepalivesSent + NotificationsSent + RouteRefreshesSent;

    public long TotalReceived => OpensReceived + UpdatesReceived + KeepalivesReceived + NotificationsReceived + RouteRefreshesReceived;
}
