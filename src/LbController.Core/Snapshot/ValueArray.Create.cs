namespace LbController.Core.Snapshot;

/// <summary>Makes <see cref="ValueArray{T}"/> values.</summary>
public static class ValueArray
{
    public static ValueArray<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? default : new(items.ToArray());

    public static ValueArray<T> ToValueArray<T>(this IEnumerable<T> items) => Create<T>(items.ToArray());
}
