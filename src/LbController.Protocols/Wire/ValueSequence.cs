using System.Collections;
using System.Runtime.CompilerServices;

namespace LbController.Protocols.Wire;

/// <summary>An immutable list that compares by content, so that messages compare by content too. The default value is the empty list.</summary>
[CollectionBuilder(typeof(ValueSequenceBuilder), nameof(ValueSequenceBuilder.Create))]
public readonly struct ValueSequence<T> : IReadOnlyList<T>, IEquatable<ValueSequence<T>>
{
    private readonly T[]? items;

    internal ValueSequence(T[] items) => this.items = items;

    public int Count => items?.Length ?? 0;

    public T this[int index] => AsSpan()[index];

    public ReadOnlySpan<T> AsSpan() => items;

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(ValueSequence<T> other) => AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => obj is ValueSequence<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = 17;
        foreach (var item in AsSpan())
        {
            hash = unchecked((hash * 31) + (item?.GetHashCode() ?? 0));
        }

        return hash;
    }

    public override string ToString() => string.Join(' ', (IEnumerable<T>)this);

    public static bool operator ==(ValueSequence<T> left, ValueSequence<T> right) => left.Equals(right);

    public static bool operator !=(ValueSequence<T> left, ValueSequence<T> right) => !left.Equals(right);
}
