using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Cluster;

/// <summary>One kind as one process follows it: a list, then changes, late, united, repeated or listed anew.</summary>
public sealed class SimWatch(World world, SimProcess process, string kind, Action listed)
{
    private const int MostReplayed = 5;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    private readonly SortedDictionary<ObjectKey, Type> told = [];
    private readonly List<ApiChange> log = world.Api.LogOf(kind);
    private readonly int run = process.Run;
    private int cursor;
    private bool isListed;
    private bool isPumping;

    public string Kind => kind;

    public bool IsOver => process.Run != run || !process.IsRunning;

    /// <summary>Everything that the API server holds of this kind was told.</summary>
    public bool IsUpToDate => isListed && cursor == log.Count;

    public void Begin() => world.Agenda.After(world.Random.Between(1, 20), List);

    public void Wake()
    {
        if (!isListed || isPumping || IsOver)
        {
            return;
        }

        isPumping = true;
        var lag = world.Random.Chance(world.Api.Faults.Stall) ? world.Random.Between(1000, 10000) : world.Random.Between(0.5, world.Api.Faults.MostLag);
        world.Agenda.After(lag, Pump);
    }

    /// <summary>Lists at once, whatever the watch may be waiting for, and says when it has.</summary>
    public void ListAnew(Action done) => world.Agenda.After(world.Random.Between(1, 20), () =>
    {
        if (IsOver)
        {
            return;
        }

        if (world.Api.IsAway || process.IsCutOff)
        {
            world.Agenda.After(RetryPause, () => ListAnew(done));
            return;
        }

        List();
        done();
    });

    private void List()
    {
        if (IsOver)
        {
            return;
        }

        if (world.Api.IsAway || process.IsCutOff)
        {
            world.Agenda.After(RetryPause, List);
            return;
        }

        var current = world.Api.OfKind(kind).ToList();
        foreach (var key in told.Keys.Except(current.Select(found => found.Key)).ToList())
        {
            Post(new Fact.Gone(told[key], key));
            told.Remove(key);
        }

        foreach (var found in current)
        {
            told[found.Key] = found.GetType();
            Post(new Fact.Seen(found));
        }

        cursor = log.Count;
        if (!isListed)
        {
            isListed = true;
            listed();
        }
    }

    private void Pump()
    {
        isPumping = false;
        if (IsOver)
        {
            return;
        }

        if (world.Api.IsAway || process.IsCutOff)
        {
            isPumping = true;
            world.Agenda.After(RetryPause, Pump);
            return;
        }

        if (world.Random.Chance(world.Api.Faults.Expire))
        {
            world.Tell(process.Name, $"watch of {kind}: 410, lists again");
            List();
            return;
        }

        var changes = world.Random.Chance(world.Api.Faults.Replay) ? Replayed() : Pending();
        var isUnited = world.Random.Chance(world.Api.Faults.Coalesce);
        for (var i = 0; i < changes.Count; i++)
        {
            if (!isUnited || !changes.Skip(i + 1).Any(later => later.Key == changes[i].Key))
            {
                Tell(changes[i]);
            }
        }

        cursor = log.Count;
    }

    private List<ApiChange> Pending() => log[cursor..];

    private List<ApiChange> Replayed()
    {
        world.Tell(process.Name, $"watch of {kind}: begins anew");
        return [.. log.Take(cursor).TakeLast(MostReplayed), .. Pending()];
    }

    private void Tell(ApiChange change)
    {
        if (change.Object is { } found)
        {
            told[change.Key] = change.Kind;
            Post(new Fact.Seen(found));
        }
        else
        {
            told.Remove(change.Key);
            Post(new Fact.Gone(change.Kind, change.Key));
        }
    }

    private void Post(Fact fact) => process.Post(run, fact);
}
