using System.Globalization;
using LbController.Engine.Leading;

namespace LbController.Simulation.Cluster;

/// <summary>The Lease of the controllers on the API server: written only over the version that the writer has read.</summary>
public sealed class SimLease
{
    private long version;

    /// <summary>It can be read, and no write to it gets through.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Null: nobody has made it yet.</summary>
    public LeaseRecord? Record { get; private set; }

    /// <returns>As it is now; null: somebody else wrote first.</returns>
    public LeaseRecord? Write(LeaseRecord wanted)
    {
        if ((Record?.Version ?? "") != wanted.Version)
        {
            return null;
        }

        return Record = wanted with { Version = (++version).ToString(CultureInfo.InvariantCulture) };
    }
}
