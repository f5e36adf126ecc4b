using System.Text.Json;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using Microsoft.Extensions.Logging;

namespace LbController.Kubernetes.Watching;

/// <summary>
/// Turns the objects of one kind into facts and remembers their names, so that what vanished between two lists is reported gone.
/// Used by one <see cref="Informer"/>, from one thread at a time.
/// </summary>
internal sealed partial class ObjectFacts(WatchedKind kind, Action<Fact> sink, ILogger logger)
{
    private HashSet<ObjectKey> known = [];
    private HashSet<ObjectKey>? listed;

    public void BeginList() => listed = [];

    /// <summary>Reports gone what was known before and is not in the list that ends here.</summary>
    public void EndList()
    {
        var current = listed ?? [];
        foreach (var key in known.Where(key => !current.Contains(key)).Order())
        {
            sink(new Fact.Gone(kind.SnapshotType, key));
        }

        known = current;
        listed = null;
    }

    /// <summary>An object that cannot be read keeps the state in which it was last seen: it exists, and nobody asked to remove it.</summary>
    public void Seen(JsonElement json)
    {
        var key = ObjectMetadata.Of(json).Key;
        known.Add(key);
        listed?.Add(key);
        try
        {
            sink(new Fact.Seen(kind.Read(json)));
        }
        catch (Exception failure)
        {
            Skipped(kind.Name, key, failure.Message);
        }
    }

    public void Gone(JsonElement json)
    {
        var key = ObjectMetadata.Of(json).Key;
        known.Remove(key);
        sink(new Fact.Gone(kind.SnapshotType, key));
    }

    [LoggerMessage(EventId = 210, Level = LogLevel.Warning, Message = "{Kind} {Object} is skipped, it cannot be read: {Reason}")]
    private partial void Skipped(string kind, ObjectKey @object, string reason);
}
