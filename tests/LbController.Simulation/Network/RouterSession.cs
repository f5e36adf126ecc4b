using LbController.Core.Addresses;

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

    public SortedDictionary<(Address Network, int Length), Address> Routes { get; } = [];

    /// <summary>Those of its routes that are about to go: a router prefers every other way.</summary>
    public SortedSet<(Address Network, int Length)> Fading { get; } = [];

    /// <summary>The families whose first routes are complete.</summary>
    public SortedSet<IpFamily> EndOfRib { get; } = [];

    /// <summary>The families whose routes both sides have agreed to exchange.</summary>
    public IEnumerable<IpFamily> Families => Open?.HasIpv6 == true ? [IpFamily.V4, IpFamily.V6] : [IpFamily.V4];

    /// <summary>The connection is lost and the routes are kept until then (RFC 4724).</summary>
    public TimeSpan? StaleUntil { get; set; }
}
