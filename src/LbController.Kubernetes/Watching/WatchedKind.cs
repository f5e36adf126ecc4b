using System.Text.Json;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Watching;

/// <summary>A kind of object that is watched, and how its JSON becomes a snapshot.</summary>
/// <param name="Name">For people, such as <c>Service</c>.</param>
/// <param name="Path">Where it lives.</param>
/// <param name="Namespace">The only namespace watched; empty: the whole cluster.</param>
/// <param name="SnapshotType">What <paramref name="Read"/> makes; the kind in <see cref="Engine.Facts.Fact.Gone"/>.</param>
/// <param name="Read">Throws whatever it likes on an object that it cannot read; that object is then skipped.</param>
public sealed record WatchedKind(string Name, ResourcePath Path, string Namespace, Type SnapshotType, Func<JsonElement, SnapshotObject> Read)
{
    /// <param name="name">For people.</param>
    /// <param name="path">Where it lives.</param>
    /// <param name="namespace">The only namespace watched; empty: the whole cluster.</param>
    /// <param name="parse">JSON to the API's own type.</param>
    /// <param name="map">The API's own type to the snapshot.</param>
    public static WatchedKind Of<TResource, TSnapshot>(
        string name,
        ResourcePath path,
        string @namespace,
        Func<JsonElement, TResource> parse,
        Func<TResource, TSnapshot> map)
        where TSnapshot : SnapshotObject =>
        new(name, path, @namespace, typeof(TSnapshot), json => map(parse(json)));
}
