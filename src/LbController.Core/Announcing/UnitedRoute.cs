using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>
/// All routes to one prefix that Services and advertisements ask for, as one: communities are united, of different local preferences the highest is taken,
/// of different metrics and path lengths the lowest, weights add up. Equal ones are counted and not kept apart, so an aggregate of many Services is as
/// quickly changed as a host route.
/// </summary>
internal sealed class UnitedRoute
{
    private readonly List<(BgpRoute Route, int Times)> asked = new(1);

    /// <summary>Nobody asks for it any more.</summary>
    public bool IsEmpty => asked.Count == 0;

    public void Add(BgpRoute route)
    {
        var at = asked.FindIndex(entry => entry.Route == route);
        if (at < 0)
        {
            asked.Add((route, 1));
        }
        else
        {
            asked[at] = (route, asked[at].Times + 1);
        }
    }

    /// <param name="route">One that was added.</param>
    public void Remove(BgpRoute route)
    {
        var at = asked.FindIndex(entry => entry.Route == route);
        if (asked[at].Times == 1)
        {
            asked.RemoveAt(at);
        }
        else
        {
            asked[at] = (route, asked[at].Times - 1);
        }
    }

    /// <summary>To be called while it is not empty.</summary>
    public BgpRoute Unite()
    {
        var united = Counted(asked[0]);
        for (var at = 1; at < asked.Count; at++)
        {
            united = Unite(united, Counted(asked[at]));
        }

        return united;
    }

    private static BgpRoute Counted((BgpRoute Route, int Times) entry) =>
        entry.Times == 1 || entry.Route.Weight == 0 ? entry.Route : entry.Route with { Weight = entry.Route.Weight * entry.Times };

    private static BgpRoute Unite(BgpRoute one, BgpRoute other) => one with
    {
        LocalPref = Math.Max(one.LocalPref, other.LocalPref),
        Med = one.Med < other.Med ? one.Med : other.Med ?? one.Med,
        Prepend = Math.Min(one.Prepend, other.Prepend),
        Weight = one.Weight + other.Weight,
        Communities = one.Communities == other.Communities
            ? one.Communities
            : one.Communities.Concat(other.Communities).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueArray(),
    };
}
