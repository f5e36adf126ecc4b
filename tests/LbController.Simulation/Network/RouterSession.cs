namespace LbController.Simulation.Network;

/// <summary>A router's side of one session.</summary>
public sealed class RouterSession(SimConnection connection)
{
    public SimConnection Connection => connection;

    public List<byte> Buffer { get; } = [];

    public StrictOpen? Open { get; set; }

    public bool IsEstablished { get; set; }

    public TimeSpan LastHeard { get; set; }

    public TimeSpan NextKeepalive { get; set; }

    public SortedDictionary<(uint Network, int Length), uint> Routes { get; } = [];

    /// <summary>The connection is lost and the routes are kept until then (RFC 4724).</summary>
    public TimeSpan? StaleUntil { get; set; }
}
