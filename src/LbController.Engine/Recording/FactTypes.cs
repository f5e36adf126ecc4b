using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Recording;

/// <summary>All that a recording is made of: the kinds of facts, of commands, and of objects. Found, not listed, so that none is forgotten.</summary>
public static class FactTypes
{
    public static IReadOnlyList<Type> Facts { get; } = [.. Nested(typeof(Fact)), .. Nested(typeof(NetworkFact))];

    public static IReadOnlyList<Type> Commands { get; } = [.. Nested(typeof(Command)), .. Nested(typeof(NetworkCommand))];

    public static IReadOnlyList<Type> Objects { get; } =
    [
        .. typeof(SnapshotObject).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(SnapshotObject)))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    private static IEnumerable<Type> Nested(Type family) =>
        family.GetNestedTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(family)).OrderBy(type => type.Name, StringComparer.Ordinal);
}
