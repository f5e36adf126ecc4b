using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using LbController.Simulation.Running;

namespace LbController.Simulation.Nodes;

/// <summary>
/// The last state that a node keeps on its disk, as the host keeps it: what the API server has said of all that is announced on the segment. A
/// speaker that starts and hears nothing of the API server goes on from there; what the API server has no more is gone once it is back.
/// </summary>
internal sealed class SimDisk(World world, SimSpeaker speaker)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly SortedSet<(string Kind, ObjectKey Key)> unconfirmed = [];
    private IReadOnlyList<SnapshotObject> kept = [];
    private bool hasListed;

    /// <summary>A run of the speaker has begun.</summary>
    public void Begin()
    {
        unconfirmed.Clear();
        hasListed = false;
        var run = speaker.Run;
        world.Agenda.After(StartPatience, () => Go(run, () =>
        {
            PlayIfAlone();
            KeepOnAndOn(run);
        }));
    }

    /// <summary>The API server has told everything.</summary>
    public void Listed()
    {
        hasListed = true;
        foreach (var gone in kept.Where(old => unconfirmed.Contains(PlaceOf(old)) && !world.Api.OfKind(old.GetType().Name).Any(found => found.Key == old.Key)))
        {
            speaker.Post(speaker.Run, new Fact.Gone(gone.GetType(), gone.Key));
        }

        unconfirmed.Clear();
    }

    private void PlayIfAlone()
    {
        if (hasListed || kept.Count == 0)
        {
            return;
        }

        world.Tell(speaker.Name, "goes on from the last state on disk");
        foreach (var old in kept.Where(old => !speaker.Told.ContainsKey(PlaceOf(old))))
        {
            unconfirmed.Add(PlaceOf(old));
            speaker.Post(speaker.Run, new Fact.Seen(old));
        }

        speaker.Post(speaker.Run, new Fact.InSync());
    }

    private void KeepOnAndOn(int run) => world.Agenda.After(Pause, () => Go(run, () =>
    {
        if (hasListed && speaker.IsInSync && !speaker.IsPaused)
        {
            kept = [.. speaker.Told.Values.Where(IsKept)];
        }

        KeepOnAndOn(run);
    }));

    private void Go(int run, Action action)
    {
        if (speaker.IsRunning && speaker.Run == run)
        {
            action();
        }
    }

    private static (string Kind, ObjectKey Key) PlaceOf(SnapshotObject item) => (item.GetType().Name, item.Key);

    private static bool IsKept(SnapshotObject item) =>
        item is ServiceSnapshot or EndpointSliceSnapshot or NodeSnapshot or NamespaceSnapshot or PoolSpec or L2AdvertisementSpec;
}
