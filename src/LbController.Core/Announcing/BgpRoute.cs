using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>A prefix that this node announces to a peer, with what the advertisements add to it.</summary>
/// <param name="Prefix">The address, aggregated as asked.</param>
/// <param name="LocalPref">Sent on internal sessions only; 0: not set.</param>
/// <param name="Communities">As written by the user, aliases resolved; sorted.</param>
public sealed record BgpRoute(Prefix Prefix, uint LocalPref, ValueArray<string> Communities)
{
    /// <summary>MULTI_EXIT_DISC; null: not sent.</summary>
    public uint? Med { get; init; }

    /// <summary>How many times more our AS stands in the path towards external peers.</summary>
    public int Prepend { get; init; }

    /// <summary>How many endpoints on this node serve what the route leads to; 0: not told.</summary>
    public int Weight { get; init; }
}
