namespace LbController.Kubernetes.Client;

/// <summary>How long a call to the API server may take, and when a silent connection is given up.</summary>
public sealed record ClusterTimings
{
    /// <summary>TCP and TLS together.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>One request with its whole answer; for a watch, until the headers of the answer are there.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this long without a frame, an HTTP/2 connection is asked for a sign of life.</summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long it may take to answer that.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A transport failure is tried again after about this long, doubled each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a transport failure is tried again; more is decided by whoever wanted the call.</summary>
    public int Retries { get; init; } = 2;
}
